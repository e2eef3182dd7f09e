"""Documents written from the code: the command line's reference, the star schema, a column's lineage."""
