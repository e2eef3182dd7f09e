"""Every question the pages ask: bound parameters only, all of one page at one snapshot, answers kept by build."""
