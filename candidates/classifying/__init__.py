"""Papers in files, answers in files: what `covenue classify` reads and writes, on one core, on all of them, or on a cluster. No database.

May import `screening`, `workspace` and `errors`; dask and pyarrow only inside functions, since both are optional.
"""
