"""A small neural net that guesses the next character: the last few are looked up, mixed by one tanh layer, and scored.

Plain Python on purpose. No step depends on anything but the parameters and the batch, so the same batches in the same
order give the same bits.
"""

import math
from array import array
from operator import mul

CONTEXT = 6  # characters it sees
WIDTH = 6  # numbers per character
HIDDEN = 32


class Model:
    def __init__(self, letters, random):
        inputs = CONTEXT * WIDTH

        def matrix(rows, columns, scale):
            return [[random.uniform(-scale, scale) for _ in range(columns)] for _ in range(rows)]

        self.letter = matrix(letters, WIDTH, 0.5)
        self.hidden = matrix(HIDDEN, inputs + 1, 1 / math.sqrt(inputs))  # one column more: the bias
        self.output = matrix(letters, HIDDEN + 1, 1 / math.sqrt(HIDDEN))
        self.velocity = [[0.0] * len(row) for row in self.rows()]

    def rows(self):
        return self.letter + self.hidden + self.output

    def forward(self, context):
        x = [value for code in context for value in self.letter[code]] + [1.0]
        h = [math.tanh(sum(map(mul, row, x))) for row in self.hidden] + [1.0]
        scores = [sum(map(mul, row, h)) for row in self.output]
        top = max(scores)
        odds = [math.exp(score - top) for score in scores]
        total = sum(odds)
        return x, h, [odd / total for odd in odds]

    def train(self, batch, rate, momentum=0.9):
        """One step of gradient descent over [(context, next)]; returns the mean loss before it."""
        gradient = [[0.0] * len(row) for row in self.rows()]
        letters, hiddens = len(self.letter), len(self.hidden)
        loss = 0.0
        for context, following in batch:
            x, h, guess = self.forward(context)
            loss -= math.log(guess[following])
            guess[following] -= 1.0
            back = [0.0] * len(h)
            for code, error in enumerate(guess):
                at = letters + hiddens + code
                gradient[at] = [g + error * value for g, value in zip(gradient[at], h)]
                back = [b + error * weight for b, weight in zip(back, self.output[code])]
            down = [0.0] * len(x)
            for unit, row in enumerate(self.hidden):
                error = back[unit] * (1.0 - h[unit] * h[unit])
                at = letters + unit
                gradient[at] = [g + error * value for g, value in zip(gradient[at], x)]
                down = [d + error * weight for d, weight in zip(down, row)]
            for place, code in enumerate(context):
                part = down[place * WIDTH : (place + 1) * WIDTH]
                gradient[code] = [g + value for g, value in zip(gradient[code], part)]
        scale = rate / len(batch)
        for row, velocity, slope in zip(self.rows(), self.velocity, gradient):
            velocity[:] = [momentum * v - scale * g for v, g in zip(velocity, slope)]
            row[:] = [weight + v for weight, v in zip(row, velocity)]
        return loss / len(batch)

    def loss(self, samples):
        return -sum(math.log(self.forward(context)[2][following]) for context, following in samples) / len(samples)

    def to_bytes(self):
        """All parameters and the optimizer's state, to the last bit."""
        return array("d", [value for row in self.rows() + self.velocity for value in row]).tobytes()

    def from_bytes(self, data):
        values = array("d")
        values.frombytes(data)
        at = 0
        for row in self.rows() + self.velocity:
            row[:] = values[at : at + len(row)]
            at += len(row)
