"""Keeping the store healthy and moving it: looking it over, dumps, restoring, and the union of several stores."""
