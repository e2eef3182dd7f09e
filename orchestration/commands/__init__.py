"""The commands of ``overturn``, grouped by what they touch; each imports what it needs when it runs."""
