"""Starts a JupyterHub that signs people in with its generic OAuth 2.0 authenticator."""

import os

from jupyterhub.app import JupyterHub

JupyterHub.launch_instance(["--config", os.path.join(os.path.dirname(os.path.abspath(__file__)), "config.py")])
