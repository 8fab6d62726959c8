"""One query at least for every form of the language, by level. The laws add what nobody thought of."""

from __future__ import annotations

from assay.model.level import Level

_IMAGE = """
id = 3
name = "a.jpg"
name < "a_"
reference_id in ["ref-1", "ref-2"]
foreign_id is null
split = "train"
split != "train"
not split = "train"
split is null or split != "train"
split not in ["train", "test"]
split in []
not split in []
width > 2
2 < width
not width > 2
1 <= width < 3
width not between 1 and 2
width in [1, 2, 5]
width not in [1, 2]
width = height
area >= 4
aspect > 0.9
width / height > 1
not width / height > 1
width % height = 1
width * height - 2 > width + 1
-width < -2
abs(width - height) = 1
round(width / 4) = 1
floor(width / 4) = 1
ceil(width / 4) = 1
sqrt(width - 2) >= 0
not sqrt(width - 1) >= 1.5
min(width, height) = 2
max(width, height, 1) < 3
length(name) > 5
length(split) = 3
lower(name) = "b.jpg"
upper(split) = "VAL"
name like "%_b\\\\%%"
name like "B%"
name not like "b%"
split not like "v%"
format is not null and problem is null
file_size = 2 or orientation = 6
changed
not changed
changed = 0
annotations.count = 0
annotations.count > 2
not annotations.count > 2
annotations.car > 0
annotations.traffic_light = 1
annotations.box > 0 and annotations.box.person = 0
predictions.count = 0
predictions."police car" > 0
issues.count > 0
issues.loose_box > 0
issue = "loose box"
issue != "loose_box"
not issue = "loose_box"
issue in ["duplicate_image", "wrong_class"]
issue not in ["duplicate_image"]
issue is null
issue is not null
issue like "%box"
issue_score < 0.6
issue_score is null
annotations.label = "car"
annotations.label != "car"
not annotations.label = "car"
annotations.label like "p%"
predictions.label in ["person", "car"]
predictions.label is null
annotations.metadata.hard = 1
annotations.metadata.hard > 0
annotations.attributes.who.name = "ann"
metadata.temp > 0
not metadata.temp > 0
metadata.temp is null
metadata.temp + 1 > 2
metadata.weather = "rain"
metadata.weather > 10
metadata.night
not metadata.night
metadata.night = 1
metadata."odd key/~" = 3
any(annotation)
any(annotation: area > 2)
not any(annotation: area > 2)
any(annotation: not area > 2)
all(annotation: area > 1)
not all(annotation: area > 1)
all(annotation: area > 1 or area is null)
all(prediction: label = "car") and predictions.count > 0
count(annotation: area > 1) >= 2
count(prediction) > count(annotation)
any(annotation: area > 1) and all(annotation: w > 0.5) and count(annotation: h > 1) = 1 and annotations.count > 1
any(annotation: area > width)
any(annotation: w > image.width and split = "train")
any(annotation: area > image.area)
any(annotation: predictions.count > 2 and annotations.count < 3)
any(annotation: any(prediction: score > 0.9) and label = "car")
any(annotation: issue = "loose_box" and issue_score < 1)
any(annotation: match = "missed")
any(annotation: not match = "missed")
any(annotation: predicted_label = "car" and label != "car")
any(prediction: match = "false positive" and score >= 0.5)
not any(prediction: match != "false positive")
any(prediction: match = "duplicate")
any(annotation: run("a").score > run("b").score)
any(prediction: true_label != label and iou > 0.3)
all(prediction: iou > 0.3)
any(issue: state = "open" and annotation.area > 1)
count(issue: kind = "loose_box" and prediction.score > 0.2) > 0
any(annotation: run("a").correct and not run("b").correct)
run("a").missed
segment = "wide"
segment != "wide"
segment in ["wide", "small labels"]
segment not in ["wide and labelled"]
segment = "everything"
segment = "open"
segment = "picked images"
segment != "picked objects"
width > 2 and (split = "train" or split is null) and not height > 2
true
false or width > 2
(width > 2) = true
"""
_LABEL = """
label = "car"
label != "car"
label in ["car", "Traffic Light"]
label not in ["car"]
label like "%car"
label not like "%car"
label like "x%"
label is not null
kind = "bbox"
kind in ["polygon", "whole image"]
kind like "PO%"
x + w > 3
not x + w > 3
w / h > 1
aspect > 1
area > 1 and area <= 3
rotation is null
is_crowd
not is_crowd and ignore
is_crowd != ignore
track_id = "t1"
track_id != "t1"
reference_id is null
match = "correct"
match != "correct"
match is null
match in ["missed", "FN", "confused"]
iou > 0.3
not iou > 0.3
iou is null
predicted_label = "car"
predicted_label != label
predicted_label not like "x%"
predicted_label is null
issue = "loose_box"
issue is null
issue_score <= 0.5
changed
image.changed
split = "val"
image.id = 3
image.area > 3
width > 2
annotations.count > 2
not predictions.count > 1
image.issue = "loose_box"
image.issue_score = 0
any(prediction: score > 0.9)
annotations.label = "person"
metadata.temp > 0
metadata.night
attributes.hard = 1
attributes.who.name = "bob"
attributes.hard is null
run("a").match = "missed"
run("a").match in ["true positive", "confused"]
run("a").score > 0.4
run("b").confidence is null
run("a").label = "car"
run("a").label != label
run("a").label = run("b").label
run("a").iou > run("b").iou
match = "false negative"
run("b").iou > 0.3
run("b").correct
not run("b").correct
segment = "small labels"
segment != "small labels"
segment = "wide"
segment = "picked objects"
segment != "picked images"
"""
_PREDICTION = """
score > 0.4
score between 0.25 and 0.5
label = "car" and score >= 0.9
label = true_label
match = "background"
match = "duplicate"
match = "FP"
match != "false positive"
match in ["false positive", "correct"]
match not in ["FP", "missed"]
match is null
iou > 0.3 and match = "confusion"
true_label is null
issue = "missing_object"
split = "train"
annotations.count = 0
segment = "wide"
segment = "picked objects"
image.reference_id = "ref-1"
"""
_ISSUE = """
state = "open"
state in ["fixed", "kept"]
kind = "loose box"
kind != "loose_box"
score < 0.5
label = "car"
label is null
label != "car"
detector like "loose%"
annotation_id is null
prediction_id > 3
annotation.area > 1
not annotation.area > 1
annotation.label = "car"
annotation.match = "missed"
annotation.changed
annotation.issue = "loose_box"
annotation.issue_score < 0.6
annotation.is_crowd
prediction.score > 0.4
prediction.true_label is null
image.width > 2
split = "train"
annotations.count > 2
image.issues.count > 1
any(annotation: area > 2)
segment = "open"
segment = "small labels"
segment != "wide"
segment = "picked objects"
segment != "picked images"
"""

FORMS = [
    (level, text)
    for level, block in (
        (Level.IMAGE, _IMAGE), (Level.ANNOTATION, _LABEL), (Level.PREDICTION, _PREDICTION), (Level.ISSUE, _ISSUE)
    )
    for text in block.strip().splitlines()
]  # fmt: skip
