"""A small network that learns, without labels, to give two versions of one crop one vector (Barlow Twins)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from assay.embeddings.embedder import Crops, State
from assay.embeddings.torch_encoder import Preprocessing, torch_device

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

SIDE = 48
"""Pixels of a crop as the network sees it."""

PREPROCESSING = Preprocessing(SIDE, (0.5, 0.5, 0.5), (0.25, 0.25, 0.25))
"""How pixels are scaled; there is nothing published to agree with."""

_WIDTHS = (32, 64, 128, 256)
_PROJECTED = 512
_RATE, _DECAY, _WARMING = 2e-3, 1e-4, 20
_OFF_DIAGONAL = 0.01


class Twins:
    """The network, what projects its vectors for the comparison, and how both learn; on a GPU where there is one.

    steps : how many steps are planned; the rate of learning falls over them.
    """

    def __init__(self, *, seed: int, steps: int) -> None:
        import torch

        torch.manual_seed(seed)
        self.network = _network()
        self.device = torch_device()
        self.whole = torch.nn.ModuleList([self.network, _projector()]).to(self.device)
        self.optimiser = torch.optim.AdamW(self.whole.parameters(), lr=_RATE, weight_decay=_DECAY)
        self.steps = steps

    def step(self, one: Crops, other: Crops, *, done: float) -> None:
        """Learn from two versions of the same crops. done : the share of all learning that is behind, 0..1."""
        import torch

        warming = min(1.0, (done * self.steps + 1) / _WARMING)
        for group in self.optimiser.param_groups:
            group["lr"] = _RATE * warming * (0.5 + 0.5 * np.cos(np.pi * done))
        views = [torch.from_numpy(PREPROCESSING.apply(view)).to(self.device) for view in (one, other)]
        self.whole.train()
        loss = _disagreement(*(self.whole[1](self.whole[0](view)) for view in views))
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()

    def state(self) -> State:
        """The network as arrays; the projector is of no use once all is learned."""
        return {name: tensor.cpu().numpy().copy() for name, tensor in self.network.state_dict().items()}

    def everything(self) -> State:
        """All that is needed to go on later, as arrays."""
        weights = {f"weights/{name}": tensor.cpu().numpy() for name, tensor in self.whole.state_dict().items()}
        moments = self.optimiser.state_dict()["state"].items()
        learned = ((f"moments/{at}/{name}", value) for at, of in moments for name, value in of.items())
        return weights | {name: value.cpu().numpy() for name, value in learned}

    def restore(self, state: State) -> None:
        """Go on from `everything` of before."""
        import torch

        def of(prefix: str) -> dict[str, torch.Tensor]:
            named = {name: array for name, array in state.items() if name.startswith(prefix)}
            return {name.removeprefix(prefix): torch.from_numpy(np.array(array)) for name, array in named.items()}

        self.whole.load_state_dict(of("weights/"))
        moments: dict[int, dict[str, Any]] = {}
        for name, tensor in of("moments/").items():
            at, _, kind = name.partition("/")
            moments.setdefault(int(at), {})[kind] = tensor
        self.optimiser.load_state_dict(self.optimiser.state_dict() | {"state": moments})


def network_of(state: State) -> nn.Module:
    """The network that was learned."""
    import torch

    network = _network()
    network.load_state_dict({name: torch.from_numpy(np.array(array)) for name, array in state.items()})
    return network


def _network() -> nn.Module:
    """From (n, 3, 48, 48) to (n, 256): four convolutions, each halving the picture, and the mean of what is left."""
    from torch import nn

    layers: list[nn.Module] = []
    for before, after in zip((3, *_WIDTHS[:-1]), _WIDTHS, strict=True):
        layers += [nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


def _projector() -> nn.Module:
    from torch import nn

    hidden = nn.Linear(_WIDTHS[-1], _PROJECTED, bias=False)
    return nn.Sequential(hidden, nn.BatchNorm1d(_PROJECTED), nn.ReLU(), nn.Linear(_PROJECTED, _PROJECTED))


def _disagreement(one: Tensor, other: Tensor) -> Tensor:
    """Σ (1 − Cᵢᵢ)² + λ Σ Cᵢⱼ², C the correlations of the numbers of one view with those of the other."""
    one, other = ((view - view.mean(0)) / (view.std(0) + 1e-5) for view in (one, other))
    products = one.T @ other / len(one)
    agreed = products.diagonal()
    return (1 - agreed).square().sum() + _OFF_DIAGONAL * (products.square().sum() - agreed.square().sum())
