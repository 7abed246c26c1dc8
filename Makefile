# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0

DISTRO ?= jazzy
PYTHON ?=
ARGS ?=
.DEFAULT_GOAL := help
.PHONY: help demo test bench lint venv venv_test clean

# Another environment of ROS wheels leaves these behind; ours would load its libraries.
ifdef _ROS_WHEELS_BOOTSTRAP_COMPLETE
unexport _ROS_WHEELS_BOOTSTRAP_COMPLETE LD_LIBRARY_PATH
endif
ifndef HOME
export ROS_LOG_DIR ?= $(CURDIR)/.venv/log
endif

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8
	@echo 'DISTRO=jazzy|kilted chooses the ROS 2 wheels, PYTHON= the interpreter, ARGS= adds arguments.'

demo: venv ## run the nodes on the simulator and show what they did in demo_out/
	.venv/bin/python -m seg_ros demo --out demo_out $(ARGS)

test: venv_test ## run every test, those over DDS included
	.venv/bin/python -m pytest $(ARGS)

bench: venv_test ## measure the time of everything except inference
	.venv/bin/python -m benchmarks.bench $(ARGS)

lint: venv_test ## run the linters, the type checker, and checks of imports, sizes and names
	.venv/bin/python -m pytest test/test_linters.py test/test_house.py test/test_vocabulary.py

venv: ## make .venv, or leave it as it is when nothing changed
	@DISTRO='$(DISTRO)' PYTHON='$(PYTHON)' bash wheels/make_venv.sh

venv_test:
	@DISTRO='$(DISTRO)' PYTHON='$(PYTHON)' bash wheels/make_venv.sh test

clean: ## remove everything that was made
	rm -rf .venv build install log demo_out *.egg-info .pytest_cache .ruff_cache .hypothesis .mypy_cache
