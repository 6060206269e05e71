"""Several papers in one file: where one ends and the next begins, in which order their pages go.

`codes` finds separator sheets while pages are read; `splitting` parts the pages that were read, `papers` by
what they say; `collating` puts two-sided stacks into order.
"""

from pipeline.batches.part import Part
from pipeline.batches.separator import Separator, separator_of
from pipeline.batches.splitting import BatchOptions, parts_of

__all__ = ["BatchOptions", "Part", "Separator", "parts_of", "separator_of"]
