"""Is a scan what the law asks for? Measured from the picture, page by page, with what to do about it.

`gate` asks; `sharpness`, `seal_ring`, `extent` and `light` measure; `rule` says what is asked for.
"""

from pipeline.quality.gate import faults_of
from pipeline.quality.rule import ScanRule

__all__ = ["ScanRule", "faults_of"]
