"""Serve what LightlyStudio imported until the process is ended.

PEER_PYTHON benchmarks/peer_scripts/lightly_serve.py HOME PORT
"""

from __future__ import annotations

import sys
from pathlib import Path

from lightly_studio.core.image.image_dataset import ImageDataset
from lightly_studio.core.start_gui import start_gui
from lightly_studio.database import db_manager

db_manager.connect(db_file=str(Path(sys.argv[1]) / "set.db"), cleanup_existing=False)
ImageDataset.load(name="set")
start_gui(host="127.0.0.1", port=int(sys.argv[2]), open_browser=False)
