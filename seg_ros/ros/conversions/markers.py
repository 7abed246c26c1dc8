# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Patches as markers for RViz: outlines, ids and areas."""

from geometry_msgs.msg import Point
import numpy as np
from std_msgs.msg import ColorRGBA, Header
from visualization_msgs.msg import Marker, MarkerArray

from seg_ros.datatypes import CROP, PatchPlan, REMEMBERED
from seg_ros.ros.conversions.output_frame import OutputFrame

WEED_COLOR = ColorRGBA(r=0.9, g=0.2, b=0.1, a=1.0)
CROP_COLOR = ColorRGBA(r=0.1, g=0.7, b=0.2, a=1.0)
REMEMBERED_COLOR = ColorRGBA(r=0.6, g=0.6, b=0.6, a=1.0)
LINE_M, LETTER_M = 0.003, 0.025
CORNERS = np.array([[1, 1], [1, -1], [-1, -1], [-1, 1]]) / 2.0


def markers(header: Header, plan: PatchPlan, output: OutputFrame) -> MarkerArray:
    """Return all markers anew: the outline of each patch, or its box where it is not in view."""
    patches, outlines_m = plan.patches, plan.outlines_m or ()
    drawn = [Marker(header=header, action=Marker.DELETEALL)]
    for index, number in enumerate(patches.ids.tolist()):
        color = _color(int(patches.flags[index]))
        outline_m = outlines_m[index]
        if not len(outline_m):
            outline_m = patches.centers_m[index] + CORNERS * patches.sizes_m[index]
        ring_m = output.positions(np.concatenate([outline_m, outline_m[:1]])).tolist()
        line = _marker(header, 'outlines', number, Marker.LINE_STRIP, color)
        line.scale.x = LINE_M
        line.points = [Point(x=x_m, y=y_m, z=output.height_m) for x_m, y_m in ring_m]
        text = _marker(header, 'texts', number, Marker.TEXT_VIEW_FACING, color)
        text.scale.z = LETTER_M
        text.text = f'{number}  {patches.areas_m2[index] * 1e4:.1f} cm²'
        x_m, y_m = output.positions(patches.centers_m[index : index + 1])[0].tolist()
        text.pose.position = Point(x=x_m, y=y_m, z=output.height_m + LETTER_M)
        drawn += [line, text]
    return MarkerArray(markers=drawn)


def _marker(header: Header, kind: str, number: int, shape: int, color: ColorRGBA) -> Marker:
    # The ids of markers are signed.
    marker = Marker(header=header, ns=kind, id=number % 2**31, type=shape, color=color)
    marker.pose.orientation.w = 1.0
    return marker


def _color(flags: int) -> ColorRGBA:
    if flags & REMEMBERED:
        return REMEMBERED_COLOR
    return CROP_COLOR if flags & CROP else WEED_COLOR
