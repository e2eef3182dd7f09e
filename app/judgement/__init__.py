"""The parts of Models, one way of looking a module."""
