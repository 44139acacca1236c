"""The whole suite in one process: SQLite files and the bus in the data folder, the same code as the full stack.

The only package that may import gateway and services together.
"""
