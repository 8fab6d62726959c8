"""Scan a folder of pictures with cleanvision's defaults, in one process; prints seconds of the processor."""

import json
import sys
import time

from cleanvision import Imagelab

if __name__ == "__main__":
    start = time.process_time()
    lab = Imagelab(data_path=sys.argv[1], verbose=False)
    lab.find_issues(n_jobs=1, verbose=False)
    print()
    print(json.dumps({"seconds": time.process_time() - start}))
