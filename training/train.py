"""Trains the line reader: `python -m training.train --out runs/first --hours 2`. Stop and start it at will.

Everything is drawn from seeds. The run's folder keeps the last state (`state.pt`), a log of the loss and a
curve of errors on lines that no batch holds (`curve.jsonl`).
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import time
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

import torch
from rapidfuzz.distance import Levenshtein
from torch import nn

from training.network import STRIDE, LineNetwork, ink_of, parameters
from training.reading import texts_of
from training.supply import Batch, Order, draw_batches, supplied

log = logging.getLogger("training")

WARM_UP = 300
"""Steps over which the learning rate rises."""
MOST_OF_AVERAGE = 0.999
"""Share of the old weights that a step leaves in the running average that is measured and exported."""
MEASURED_EVERY = 1000
"""Steps; the run is kept as often."""
SHORT_LINES_UNTIL = 1000
"""Steps for which lines are short: the network finds out sooner that signs follow one another."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes."""

    out: Path
    fonts: tuple[Path, ...]
    seconds: float
    """Of training in all, earlier sittings counted in; the learning rate ends with it."""
    papers: Path | None
    batch: int = 24
    longest: int = 64
    rate: float = 2e-3
    seed: int = 1
    threads: int = 2
    device: str = "cpu"


class Run:
    """A network in training and all that is needed to go on with it another day."""

    def __init__(self, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        self.plan = plan
        self.network = LineNetwork().to(plan.device)
        self.average = torch.optim.swa_utils.AveragedModel(
            self.network,
            multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MOST_OF_AVERAGE),
            use_buffers=True,
        )
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True
        )
        self.loss = nn.CTCLoss(zero_infinity=True)
        self.step, self.lines, self.spent = 0, 0, 0.0
        self.state = plan.out / "state.pt"
        if self.state.exists():
            kept = torch.load(self.state, weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.average.load_state_dict(kept["average"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.step, self.lines, self.spent = kept["step"], kept["lines"], kept["spent"]

    def save(self) -> None:
        kept = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "lines": self.lines,
            "spent": self.spent,
        }
        torch.save(kept, self.state.with_suffix(".new"))
        self.state.with_suffix(".new").replace(self.state)

    def rate(self) -> float:
        """Rises quickly, falls as a cosine to a hundredth by the end of the plan's time."""
        done = min(self.spent / self.plan.seconds, 1.0)
        return (
            self.plan.rate
            * min((self.step + 1) / WARM_UP, 1.0)
            * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)
        )

    def learn(self, batch: Batch) -> float:
        """One step; the loss before it."""
        self.network.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        scores = self.network(ink_of(torch.from_numpy(batch.pictures).to(self.plan.device)))
        ends = torch.from_numpy(-(-batch.widths // STRIDE)).clamp(max=scores.shape[1])
        chances = scores.log_softmax(-1).transpose(0, 1)
        loss = self.loss(
            chances,
            torch.from_numpy(batch.targets).to(self.plan.device),
            ends,
            torch.from_numpy(batch.lengths),
        )
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimiser.step()
        if self.step >= WARM_UP:
            self.average.update_parameters(self.network)
        self.step += 1
        self.lines += len(batch.texts)
        return float(loss.detach())

    def error(self, batches: list[Batch]) -> tuple[float, float]:
        """Character and line error of the averaged weights on the batches."""
        network = self.average.module.eval() if self.step > 3 * WARM_UP else self.network.eval()
        wrong = signs = bad = lines = 0
        with torch.inference_mode():
            for batch in batches:
                scores = network(ink_of(torch.from_numpy(batch.pictures).to(self.plan.device))).cpu().numpy()
                for text, read in zip(batch.texts, texts_of(scores, batch.widths), strict=True):
                    distance = Levenshtein.distance(text, read)
                    wrong, signs = wrong + distance, signs + len(text)
                    bad, lines = bad + (distance > 0), lines + 1
        return wrong / signs, bad / lines


def train(plan: Plan) -> None:
    """Trains until the plan's time is spent."""
    plan.out.mkdir(parents=True, exist_ok=True)
    (plan.out / "plan.json").write_text(json.dumps(asdict(plan), default=str, indent=1))
    run = Run(plan)
    log.info("%d parameters, step %d, %d lines so far", parameters(run.network), run.step, run.lines)
    order = Order(plan.seed * 1000 + run.step, plan.fonts, plan.batch, plan.longest, plan.papers)
    held_out = list(islice(draw_batches(replace(order, seed=77, papers=None)), 16))
    short = run.step < SHORT_LINES_UNTIL
    source = supplied(replace(order, longest=16 if short else plan.longest))
    clock, mean = time.monotonic(), 0.0
    while run.spent < plan.seconds:
        if short and run.step >= SHORT_LINES_UNTIL:
            source.close()
            short, source = False, supplied(order)
        loss = run.learn(next(source))
        mean = loss if not mean else 0.98 * mean + 0.02 * loss
        now = time.monotonic()
        run.spent, clock = run.spent + now - clock, now
        if run.step % 100 == 0:
            log.info(
                "step %d lines %d seconds %.0f loss %.3f rate %.5f cpu %.0f",
                run.step,
                run.lines,
                run.spent,
                mean,
                run.rate(),
                time.process_time(),
            )
        if run.step % MEASURED_EVERY == 0:
            characters, lines = run.error(held_out)
            log.info("held-out characters wrong %.4f, lines wrong %.3f", characters, lines)
            entry = {
                "step": run.step,
                "lines": run.lines,
                "seconds": round(run.spent),
                "loss": round(mean, 4),
                "character_error": round(characters, 5),
                "line_error": round(lines, 4),
            }
            with (plan.out / "curve.jsonl").open("a") as curve:
                curve.write(json.dumps(entry) + "\n")
            run.save()
            clock = time.monotonic()
    run.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")])
    parser.add_argument("--papers", type=Path, help="lines cut out of drawn papers")
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(
        Plan(
            options.out,
            tuple(options.fonts),
            options.hours * 3600,
            options.papers,
            batch=options.batch,
            rate=options.rate,
            seed=options.seed,
            threads=options.threads,
            device=options.device,
        )
    )


if __name__ == "__main__":
    main()
