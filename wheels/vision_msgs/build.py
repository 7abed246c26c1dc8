# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Build vision_msgs and install it to the environment of the Python that runs this file.

No package registry has it. The ROS 2 wheels contain the rosidl generators; this file calls them
and compiles what rclpy with Fast DDS loads: libraries in lib/ and a Python extension in
site-packages. It needs a C++ compiler and the Python headers.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from io import StringIO
import os
from pathlib import Path
import shutil
import subprocess
import sys
import sysconfig

import numpy
from rosidl_adapter.msg import convert_msg_to_idl
from rosidl_generator_c.cli import GenerateC
from rosidl_generator_py.cli import GeneratePython
from rosidl_generator_type_description.cli import HashTypeDescription
from rosidl_typesupport_c.cli import GenerateCTypesupport
from rosidl_typesupport_fastrtps_c.cli import GenerateFastRTPSCTypesupport
from rosidl_typesupport_introspection_c.cli import GenerateIntrospectionCTypesupport

PACKAGE = 'vision_msgs'
DEPENDENCIES = ('builtin_interfaces', 'std_msgs', 'geometry_msgs')
LIBRARY_KINDS = (
    'generator_c',
    'generator_py',
    'typesupport_fastrtps_c',
    'typesupport_introspection_c',
)
RUNTIMES = (
    'fastcdr',
    'rcutils',
    'rmw',
    'rosidl_runtime_c',
    'rosidl_typesupport_c',
    'rosidl_typesupport_fastrtps_c',
    'rosidl_typesupport_fastrtps_cpp',
    'rosidl_typesupport_introspection_c',
)
SUPPORTS = ('rosidl_typesupport_fastrtps_c', 'rosidl_typesupport_introspection_c')
HERE = Path(__file__).resolve().parent
PREFIX = Path(sys.prefix)
BUILD = PREFIX / 'build_vision_msgs'


def generate() -> None:
    """Write the C, C++ and Python sources of every message below `BUILD`."""
    names = sorted(path.stem for path in (HERE / 'msg').glob('*.msg'))
    with redirect_stdout(StringIO()):
        for name in names:
            convert_msg_to_idl(HERE, PACKAGE, Path('msg', f'{name}.msg'), BUILD / 'idl' / 'msg')
    arguments = (
        PACKAGE,
        [f'{BUILD / "idl"}:msg/{name}.idl' for name in names],
        [str(PREFIX / 'share')],
    )
    hashes = HashTypeDescription('hash').generate_type_hashes(*arguments, BUILD / 'json')
    GenerateC('c').generate(*arguments, BUILD / 'c' / PACKAGE, type_description_files=hashes)
    for generator in (
        GenerateFastRTPSCTypesupport('fastrtps_c'),
        GenerateIntrospectionCTypesupport('introspection_c'),
        GenerateCTypesupport('support', typesupport_implementations=SUPPORTS),
        GeneratePython('python', typesupport_implementations=['rosidl_typesupport_c']),
    ):
        generator.generate(*arguments, BUILD / generator.name / PACKAGE)


def compile_sources() -> list[str]:
    """Compile all generated sources, in parallel; return the object files."""
    include = [BUILD / part for part in ('c', 'fastrtps_c', 'introspection_c')]
    include += [
        PREFIX / 'include',
        *(PREFIX / 'include').iterdir(),
        sysconfig.get_path('include'),
        numpy.get_include(),
    ]
    flags = ['-c', '-O1', '-fPIC', '-w', *(f'-I{folder}' for folder in include)]
    jobs = [(os.environ.get('CC', 'cc'), source) for source in BUILD.rglob('*.c')]
    for part in ('fastrtps_c', 'support'):
        combined = BUILD / f'{part}.cpp'
        combined.write_text(''.join(f'#include "{p}"\n' for p in (BUILD / part).rglob('*.cpp')))
        jobs.insert(0, (os.environ.get('CXX', 'c++'), combined))

    def run(job: tuple[str, Path]) -> str:
        compiler, source = job
        subprocess.run([compiler, *flags, source, '-o', f'{source}.o'], check=True)
        return f'{source}.o'

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(run, jobs))


def install(objects: list[str]) -> None:
    """
    Link one shared object, and install it and the Python modules.

    The type support dispatcher opens a library per type support by name; both names are links to
    the same object, which contains all of them.
    """
    package = Path(sysconfig.get_path('purelib'), PACKAGE)
    shutil.copytree(
        BUILD / 'python' / PACKAGE,
        package,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns('*.c', '*.o'),
    )
    (package / '__init__.py').touch()
    extension = package / f'{PACKAGE}_s__rosidl_typesupport_c.so'
    libraries = [f'-l{name}__rosidl_{kind}' for name in DEPENDENCIES for kind in LIBRARY_KINDS]
    libraries += [f'-l{name}' for name in RUNTIMES]
    subprocess.run(
        [
            os.environ.get('CXX', 'c++'),
            '-shared',
            '-o',
            extension,
            *objects,
            f'-L{PREFIX / "lib"}',
            *libraries,
        ],
        check=True,
    )
    for support in SUPPORTS:
        link = PREFIX / 'lib' / f'lib{PACKAGE}__{support}.so'
        link.unlink(missing_ok=True)
        link.symlink_to(extension)
    share = PREFIX / 'share' / PACKAGE
    shutil.copytree(HERE / 'msg', share / 'msg', dirs_exist_ok=True)
    (PREFIX / 'share/ament_index/resource_index/packages' / PACKAGE).touch()


if __name__ == '__main__':
    os.environ['AMENT_PREFIX_PATH'] = sys.prefix
    shutil.rmtree(BUILD, ignore_errors=True)
    generate()
    install(compile_sources())
    shutil.rmtree(BUILD)
