"""The desk's lists: filters, columns, search and export, each in a fixed number of queries."""
