"""Benchmarks of Hoso against its peers on drawn pages; `python -m bench` says which there are."""
