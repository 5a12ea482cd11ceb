"""A photograph as a sheet of paper before a camera: turned, tilted, bent around a cylinder, shaken. For measurements.

The camera sees 640x480 with a focal length of 600 pixels (56 degrees across); a sheet is 420 pixels high at 600
pixels' distance, so a turned one shows strong perspective.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.ports import Picture

WIDTH, HEIGHT, FOCAL = 640, 480, 600.0
SHEET = 420.0
_GREY = 120


@dataclass(frozen=True)
class Pose:
    """How a sheet is held: degrees, and pixels beside the middle. ``bend`` is its width by the cylinder's radius, 0
    when it is flat, about 1.2 as around a bottle, axis upright."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    right: float = 0.0
    down: float = 0.0
    bend: float = 0.0


EIGHT_TURNS = (
    Pose(yaw=-50), Pose(yaw=-35), Pose(yaw=35), Pose(yaw=50),
    Pose(yaw=-40, pitch=25), Pose(yaw=40, pitch=25),
    Pose(yaw=-40, pitch=-25, roll=10), Pose(yaw=40, pitch=-25, roll=-10),
)  # fmt: skip
"""The turns by which a photograph is tried; all of them more than a person is asked for."""


def held(pose: Pose, hand: np.random.Generator, bend: float = 0.0) -> Pose:
    """The pose as a hand holds it: a degree and a few pixels off, differently each time."""
    yaw, pitch, roll, right, down = hand.normal(0, (1.2, 1.2, 1.2, 3.0, 3.0))
    return Pose(pose.yaw + yaw, pose.pitch + pitch, pose.roll + roll, pose.right + right, pose.down + down, bend)


def seen(photograph: Picture, pose: Pose, noise: np.random.Generator | None = None) -> Picture:
    """What the camera sees, 640x480; with a sensor's noise (3 of 255) where ``noise`` is given."""
    import cv2

    across, along = _sheet_coordinates(pose)
    rows, columns = photograph.shape[:2]
    scale = max(rows, columns) / SHEET
    horizontal = (across * scale + columns / 2).astype(np.float32)
    vertical = (along * scale + rows / 2).astype(np.float32)
    maps = [cv2.resize(one, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR) for one in (horizontal, vertical)]
    picture = cv2.remap(
        photograph, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(_GREY,) * 3
    )
    if noise is None:
        return np.asarray(picture, dtype=np.uint8)
    grain = noise.normal(0, 3, (HEIGHT // 4, WIDTH // 4, 3))
    noisy = picture + np.roll(np.tile(grain, (4, 4, 1)), int(noise.integers(WIDTH)), axis=1)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _sheet_coordinates(pose: Pose) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every second pixel, where on the sheet it looks: pixels right of and below the sheet's middle."""
    turned = _rotation(pose)
    x, y = np.meshgrid(np.arange(0.5, WIDTH, 2), np.arange(0.5, HEIGHT, 2))
    rays = np.stack([x - WIDTH / 2 - pose.right, y - HEIGHT / 2 - pose.down, np.full_like(x, FOCAL)], axis=-1) @ turned
    camera = np.array([0.0, 0.0, -FOCAL]) @ turned
    if pose.bend == 0:
        far = -camera[2] / _not_zero(rays[..., 2])
        hit = camera + rays * far[..., None]
        return np.where(far > 0, hit[..., 0], 1e6), hit[..., 1]
    radius = SHEET / pose.bend
    a = rays[..., 0] ** 2 + rays[..., 2] ** 2
    b = rays[..., 0] * camera[0] + rays[..., 2] * (camera[2] - radius)
    c = camera[0] ** 2 + (camera[2] - radius) ** 2 - radius**2
    inside = b * b - a * c
    far = (-b - np.sqrt(np.maximum(inside, 0))) / _not_zero(a)
    hit = camera + rays * far[..., None]
    angle = np.arctan2(hit[..., 0], radius - hit[..., 2])
    return np.where((inside > 0) & (far > 0), angle * radius, 1e6), hit[..., 1]


def _not_zero(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(values) < 1e-9, 1e-9, values)


def _rotation(pose: Pose) -> NDArray[np.float64]:
    yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
    across = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    nod = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    tilt = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turned: NDArray[np.float64] = tilt @ nod @ across
    return turned
