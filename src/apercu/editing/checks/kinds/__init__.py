"""The checks, one a file: each has a `CHECK` (or `DIGEST_CHECK`) that `registry` lists."""
