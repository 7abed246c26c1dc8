# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of running nodes: dumps that load again, and changes during a frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harness import Domain
from lifecycle_msgs.msg import Transition
from patch_rig import ReceivedTopics, Rig, WEED
import pytest
from rcl_interfaces.srv import GetParameters, ListParameters
from rclpy.parameter import parameter_value_to_python
import yaml

pytestmark = pytest.mark.ros
READ_ONLY = ('qos_overrides', 'start_type_description_service')
SLOW_FIRST_VIEW = """
from pathlib import Path
import time
from rclpy.impl.rcutils_logger import RcutilsLogger
info = RcutilsLogger.info
def slow_info(self, message, **options):
    info(self, message, **options)
    give_up_s = time.monotonic() + 20.0
    while message.startswith('look-ahead') and not Path({done!r}).exists():
        assert time.monotonic() < give_up_s
        time.sleep(0.01)
RcutilsLogger.info = slow_info
"""


def parameters_of(domain: Domain, node: str) -> dict[str, Any]:
    """Return all parameters but those that rclpy itself declares as read-only."""
    listed = domain.call(ListParameters, f'{node}/list_parameters', ListParameters.Request())
    names = [name for name in listed.result.names if not name.startswith(READ_ONLY)]
    response = domain.call(
        GetParameters, f'{node}/get_parameters', GetParameters.Request(names=names)
    )
    values = [parameter_value_to_python(value) for value in response.values]
    return {
        name: list(value) if isinstance(value, (list, tuple)) else value
        for name, value in zip(names, values)
    }


@pytest.mark.parametrize(
    'node, live, fixed',
    [
        ('segmentation_node', {'confidence_threshold': 0.25}, {'model': 'weeds_micro'}),
        ('patch_node', {'min_area_cm2': 2.5}, {'motion': 'image'}),
        ('drivable_node', {'range_max_m': 4.5}, {'base_frame': 'mast'}),
    ],
)
def test_a_dump_of_the_parameters_loads_again(domain, tmp_path: Path, node, live, fixed) -> None:
    process = domain.start(node, '-p', 'autostart:=false')
    assert domain.change_state(node, Transition.TRANSITION_CONFIGURE)
    assert domain.set_parameters(node, **live) == ['']
    assert 'read at configure' in domain.set_parameters(node, **fixed)[0]
    dump = parameters_of(domain, node)
    assert dump['autostart'] is False and live.items() <= dump.items()
    loadable = {name: value for name, value in dump.items() if value != []}
    assert set(domain.set_parameters(node, **loadable)) == {''}
    assert process.stop() == 0
    file = tmp_path / 'dump.yaml'
    file.write_text(yaml.safe_dump({f'/{node}': {'ros__parameters': dump | fixed}}))
    domain.start(node, '--params-file', str(file))
    assert parameters_of(domain, node) == dump | fixed


def test_a_parameter_set_during_the_first_ground_lookup_is_applied(domain, tmp_path) -> None:
    rig, received = Rig(domain), ReceivedTopics(domain)
    rig.scene[10:20, 50:60] = WEED
    rig.info, done = None, tmp_path / 'done'
    process = domain.start(
        'patch_node',
        *('-p', 'motion:=still', '-p', 'metres_per_pixel:=0.01'),
        before=SLOW_FIRST_VIEW.format(done=str(done)),
    )
    domain.until(lambda: 'look-ahead' in process.log_text)
    assert domain.set_parameters('/patch_node', min_area_cm2=200.0) == ['']
    done.touch()
    domain.until(lambda: len(received['points']) > 1 and not len(received.points()))
    assert domain.set_parameters('/patch_node', min_area_cm2=2.0) == ['']
    domain.until(lambda: len(received.points()))
    assert not process.has_ended and process.problem_lines == []
