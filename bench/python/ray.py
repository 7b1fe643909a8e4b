from math import floor, sqrt


class Sphere:
    __slots__ = ("x", "y", "z", "radius", "colour")

    def __init__(self, x, y, z, radius, colour):
        self.x, self.y, self.z, self.radius, self.colour = x, y, z, radius, colour


spheres = [Sphere(2.0 * (i % 4 - 1.5), 2.0 * (i // 4 - 1.5), 8.0 + 5 * i % 7, 0.5 + 0.05 * i, 0.3 + 0.04 * i) for i in range(15, -1, -1)]


def distance(s, ox, oy, oz, dx, dy, dz):
    cx, cy, cz = s.x - ox, s.y - oy, s.z - oz
    along = cx * dx + cy * dy + cz * dz
    inside = along * along - (cx * cx + cy * cy + cz * cz) + s.radius * s.radius
    if inside > 0.0:
        half = sqrt(inside)
        if along - half > 1e-6:
            return along - half
        if along + half > 1e-6:
            return along + half
    return None


def trace(ox, oy, oz, dx, dy, dz):
    best, least = None, 1e30
    for s in spheres:
        t = distance(s, ox, oy, oz, dx, dy, dz)
        if t is not None and t < least:
            best, least = s, t
    return best, least


light_x, light_y, light_z = -0.57735026918962576, 0.57735026918962576, -0.57735026918962576


def brightness(ox, oy, oz, dx, dy, dz, depth):
    s, t = trace(ox, oy, oz, dx, dy, dz)
    if s is None:
        return 0.05
    px, py, pz, r = ox + t * dx, oy + t * dy, oz + t * dz, s.radius
    nx, ny, nz = (px - s.x) / r, (py - s.y) / r, (pz - s.z) / r
    facing = nx * light_x + ny * light_y + nz * light_z
    direct = 0.0
    if facing > 0.0 and trace(px, py, pz, light_x, light_y, light_z)[0] is None:
        direct = facing
    own = s.colour * (0.1 + direct)
    if depth == 0:
        return own
    twice = 2.0 * (nx * dx + ny * dy + nz * dz)
    return own + 0.3 * brightness(px, py, pz, dx - twice * nx, dy - twice * ny, dz - twice * nz, depth - 1)


def picture(size):
    total = 0
    for y in range(size):
        for x in range(size):
            dx, dy = x / size - 0.5, y / size - 0.5
            length = sqrt(dx * dx + dy * dy + 1.0)
            total += floor(255.0 * brightness(0.0, 0.0, 0.0, dx / length, dy / length, 1.0 / length, 2))
    return total


measure(85, by_size(403637, 63618), lambda: picture(by_size(100, 40)))
