"""This package runs real servers on this machine without containers: for tests, and for trying the distributed way."""
