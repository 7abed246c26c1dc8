# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The inputs of `segment` and their output files, checked before the first image is read."""

from dataclasses import dataclass
from pathlib import Path

from seg_ros.errors import InputError
from seg_ros.image_io import ImageFrames, open_frames, VideoFrames


@dataclass(frozen=True, eq=False)
class Job:
    """One image or video: the name of its output, its path and its frames."""

    name: str
    path: Path
    frames: ImageFrames | VideoFrames

    @property
    def is_video(self) -> bool:
        """Whether the frames are those of a video."""
        return isinstance(self.frames, VideoFrames)


def plan(sources: list[str], out: Path) -> list[Job]:
    """
    Return the images and videos in these files and folders, in the order given.

    Raises InputError when a source is unreadable, when two have the same output, when `out` is one
    of the sources, or when a file would be overwritten that is an input or that is not the class
    map of an earlier run, which has an overlay beside it.
    """
    if out.resolve() in (Path(source).resolve() for source in sources):
        raise InputError(f'--out must be another folder than the input {out}')
    jobs = [job for source in sources for job in _jobs_of(source)]
    paths: dict[str, Path] = {}
    for job in jobs:
        if job.name in paths:
            raise InputError(f'inputs need different names, got {paths[job.name]} and {job.path}')
        paths[job.name] = job.path
    inputs = {job.path.resolve() for job in jobs}
    for job in jobs:
        targets = _targets(job, out)
        for target in targets:
            if target.resolve() in inputs:
                raise InputError(f'input {target} would be overwritten; choose another --out')
        class_map, overlay, *_ = targets
        if class_map.exists() and not overlay.exists():
            raise InputError(
                f'{class_map} would be overwritten, but is not the class map of an earlier run, '
                'which would have an overlay; choose another --out'
            )
    return jobs


def _jobs_of(source: str) -> list[Job]:
    frames = open_frames(source)
    if isinstance(frames, VideoFrames):
        return [Job(Path(source).stem, Path(source), frames)]
    return [Job(path.stem, path, open_frames(str(path))) for path in frames.files]


def _targets(job: Job, out: Path) -> list[Path]:
    overlay = out / 'overlay' / f'{job.name}{".mp4" if job.is_video else ".jpg"}'
    return [out / f'{job.name}.png', overlay, *(out / 'masks').glob(f'*/{job.name}.png')]
