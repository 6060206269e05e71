"""One file in, one digitised record out: open, enhance, recognise, understand, write the PDF/A.

No database and no network: a page's reading depends on the file and the options alone, so that any
process, on any machine, may do it again and come to the same result.
"""
