"""The loops over bytes: Python that is compiled once and kept as machine code.

Everything in this folder but :mod:`native` is compiled, and the machine code is named by a digest of the folder: what a
kernel uses besides its arguments stands here too.
"""
