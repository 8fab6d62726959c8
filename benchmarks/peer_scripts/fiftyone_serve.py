"""Serve what FiftyOne imported until the process is ended.

PEER_PYTHON benchmarks/peer_scripts/fiftyone_serve.py HOME PORT
"""

from __future__ import annotations

import signal
import sys

import fiftyone as fo

fo.launch_app(fo.load_dataset("set"), remote=True, address="127.0.0.1", port=int(sys.argv[2]))
signal.pause()
