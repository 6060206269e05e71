"""The network: a convolutional reading of a line of any width, one answer for every four pixels of it.

No recurrent layer: on two cores of a plain processor convolutions train half again as fast, they read in one
pass, and what they see of the neighbourhood (some 14 letters) is enough to tell letters apart and too little
to learn sentences by heart, which names and numbers would pay for.
"""

from __future__ import annotations

from torch import Tensor, nn

from pipeline.line_reader.alphabet import SIGNS

OUTPUTS = len(SIGNS) + 1
STRIDE = 4
"""Pixels of the fitted picture for one answer."""


def _convolved(inputs: int, outputs: int, size: tuple[int, int], stride: tuple[int, int]) -> nn.Sequential:
    around = (size[0] // 2, size[1] // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, around, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Refined(nn.Module):
    """A depthwise look around and a mixing of channels, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
            nn.Conv2d(channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
        )

    def forward(self, seen: Tensor) -> Tensor:
        return seen + self.steps(seen)


class Along(nn.Module):
    """A look along the line, `reach` answers wide, added to what came in."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(channels, channels, (1, reach), padding=(0, reach // 2), groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, 2 * channels, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * channels, channels, 1),
        )

    def forward(self, seen: Tensor) -> Tensor:
        return seen + self.steps(seen)


class LineNetwork(nn.Module):
    """Ink (batch, 1, 36, width), 0 paper to 1 black, to scores (batch, width / 4, `OUTPUTS`)."""

    def __init__(self, width: int = 192, depth: int = 4) -> None:
        super().__init__()
        self.down = nn.Sequential(
            _convolved(1, 32, (3, 3), (2, 2)),  # 18 rows
            Refined(32),
            _convolved(32, 64, (3, 3), (2, 2)),  # 9 rows
            Refined(64),
            _convolved(64, 96, (3, 3), (2, 1)),  # 5 rows
            Refined(96),
            _convolved(96, 144, (3, 3), (2, 1)),  # 3 rows
            Refined(144),
        )
        self.column = nn.Sequential(
            nn.Conv2d(144, width, (3, 1), bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True)
        )
        self.along = nn.Sequential(*[Along(width, 9) for _ in range(depth)])
        self.answer = nn.Sequential(nn.BatchNorm2d(width), nn.Dropout(0.1), nn.Conv2d(width, OUTPUTS, 1))

    def forward(self, ink: Tensor) -> Tensor:
        scores: Tensor = self.answer(self.along(self.column(self.down(ink))))
        return scores.squeeze(2).transpose(1, 2)


def parameters(network: nn.Module) -> int:
    """How many numbers are learnt."""
    return sum(weight.numel() for weight in network.parameters())


def ink_of(batch: Tensor) -> Tensor:
    """Fitted grey pictures (batch, 36, width) as the network takes them."""
    return (255 - batch.float()).div_(255).unsqueeze_(1)
