"""The parts of Root causes, one way of looking a module; each draws under the page's filters."""
