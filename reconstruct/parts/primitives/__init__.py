"""The shapes that parts are made of: each closed, in metres, with a topology that its detail alone decides."""
