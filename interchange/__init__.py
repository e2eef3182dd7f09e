"""The trade's formats, read and written: X12, and the landing of files in the lake."""
