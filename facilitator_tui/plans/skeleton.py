"""The beginning of a course: a commented folder that passes ``plan check``, for writing over."""

from __future__ import annotations

import re
from pathlib import Path

from facilitator_tui.plans.problems import PlanError

_COURSE = """\
# A course. Every key is explained in docs/plans.md; check this folder with: facilitator-tui plan check
plan format: 1
id: {id}
version: 0.1
language: en
title: {title}
# interactive open online course, MOOC with virtual exchange, transnational exchange project,
# ready-made exchange, facilitator training or debate exchange
kind: ready-made exchange
# synchronous (live sessions), asynchronous (questions answered by video) or blended
format: synchronous
about: >
  Say here what a facilitator should know before choosing this course.
weeks: 2
subgroup size: 8-10
roles: [facilitator, producer]
languages: [en B1]
aims:
  - Say what participants gain from the whole course
competences:
  - name: Empathy
    framework: RFCDC
workload:
  # A participant's hours outside the live sessions; those are added up from the modules.
  own work: 6 h
  hours per credit: 25
modules:
  - 1-first-meeting.md
  - 2-second-meeting.md
tasks:
  - id: post-survey
    kind: survey
    title: The survey after the course
    due: day 14
badges:
  - id: participant
    name: Dialogue participant
    version: 1
    # Until the organisation that awards the badge agrees, a rule is an example.
    standing: example
    presence:
      present from: 70 %
      excused: neutral
      technical: neutral
    needs:
      all:
        - attend: all
          of: held
        - task: post-survey
    examples:
      - who: Amina
        attended: [1, 2]
        tasks: {{post-survey: 1}}
        earns: yes
        because: there both times, and the survey filled in
      - who: Luca
        attended: [1]
        tasks: {{post-survey: 1}}
        earns: no
        because: the second session is missing
"""

_FIRST = """\
---
module: 1
title: First meeting
week: 1
minutes: 120
aims:
  - Say what this session is for
preparation:
  - Say what participants do beforehand
---

<!-- What stands in such marks is not read. Text here is a word to the facilitator about the whole session. -->
Read the plan aloud once before you run it.

## Arrival — 10 min before the start
kind: arrival · lead: producer

**Do:** Greet people as they join; check sound and name.

## Welcome — 10 min
kind: opening · protected

**Say:** Welcome. Say in your own words what the next two hours are for.

### Producer
**Do:** Record who is there.

## Agreements — 15 min
include: agreements.md
protected

## Names — 25 min
kind: go-round · pass · pass for now · per speaker: 2 min

**Say:** Tell us your name, and one thing about where you are right now.
**Chat:** Your name, and one thing about where you are right now.

**Prompts:**
- What can you see from your window? (think: 1 min)
  - What would you like us to see?

## Break — 5 min
kind: break

**Do:** Say when we go on; stay in the call.

## In threes — 25 min
kind: breakout · breakout size: 3 · may shrink · minimum: 15 min

**Say:** In rooms of three: what brought you here?
**Half-way:** Half of the time is over: has everybody spoken?
**Fallback:**
- Low turnout: stay together and talk in one round.

## What we heard — 25 min
kind: discussion · may shrink · minimum: 15 min

**Prompts:**
- What surprised you?

**Observe:**
- Who has not spoken since the break?

## One word — 15 min
kind: closing · go-round · pass · per speaker: 1 min

**Say:** One word that you take with you.

## Team debrief — 15 min after the end
kind: debrief

**Do:** Top of mind; how it went; one thing to change.
"""

_SECOND = """\
---
module: 2
title: Second meeting
week: 2
minutes: 120
aims:
  - Say what this session is for
follow-up:
  - Fill in the survey
---

## Check-in — 25 min
kind: check-in · go-round · pass · per speaker: 2 min

**Say:** What stayed with you since we met?

## Dialogue — 70 min
kind: discussion · may shrink · minimum: 40 min

**Prompts:**
- What would you like to understand better? (think: 2 min)
  - Can you tell us when that began?

## What now — 25 min
kind: closing · go-round · pass · per speaker: 2 min

**Say:** What do you take with you, and whom will you tell about it?
**Evidence:**
- survey: the link in the chat, five minutes before the end
"""

_AGREEMENTS = """\
## Agreements — 15 min
kind: agreements

**Say:** These agreements helped groups before us. Which one do you want to add or change?
**Chat:** Speak for yourself. Listen to understand. What is said here stays here. You may pass.
**Do:** Ask whether everybody can live with them.
"""


def write_skeleton(folder: Path) -> tuple[Path, ...]:
    """Write the skeleton into ``folder``, which must be new or empty, and say which files there are now.

    Raises ``PlanError`` where the folder is in use or cannot be written.
    """
    name = re.sub("[^a-z0-9]+", "-", folder.resolve().name.casefold()).strip("-") or "new-course"
    title = name.replace("-", " ").capitalize()
    files = {
        "course.yaml": _COURSE.format(id=name, title=f'"{title}"'),
        "1-first-meeting.md": _FIRST,
        "2-second-meeting.md": _SECOND,
        "shared/agreements.md": _AGREEMENTS,
    }
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise PlanError(f"{folder} is in use already: give the name of a new folder")
        (folder / "shared").mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PlanError(f"{folder} cannot be written ({error.strerror}): choose another folder") from error
    return tuple(folder / file for file in files)
