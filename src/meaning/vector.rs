//! The direction in which a text points.

use super::table::DIMS;

/// What a sentence or word speaks of, as a direction. One hundred bytes, so that every claim can keep its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    values: [i8; DIMS],
    /// One over the length, since only directions are compared.
    inverse_length: f32,
}

impl Vector {
    /// The direction of a sum of rows; nothing when they cancel out.
    #[expect(clippy::cast_possible_truncation, reason = "within ±127 after the scaling")]
    pub(super) fn of(sum: &[f32; DIMS]) -> Option<Self> {
        let largest = sum.iter().fold(0.0f32, |most, x| most.max(x.abs()));
        if largest < 1e-6 {
            return None;
        }
        let mut values = [0i8; DIMS];
        for (value, x) in values.iter_mut().zip(sum) {
            *value = (x * 127.0 / largest).round() as i8;
        }
        let inverse_length = 1.0 / length(&values);
        Some(Self { values, inverse_length })
    }

    /// The cosine of the angle between two directions, from -1 to 1.
    ///
    /// It tells topics apart and cannot see a changed number or name, nor which of two opposites is meant.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let cosine = dot(&self.values, &other.values) * self.inverse_length * other.inverse_length;
        cosine.clamp(-1.0, 1.0)
    }
}

fn length(values: &[i8; DIMS]) -> f32 {
    dot(values, values).sqrt()
}

#[expect(clippy::cast_precision_loss, reason = "at most 96 products of 127 by 127, exact in 24 bits")]
fn dot(a: &[i8; DIMS], b: &[i8; DIMS]) -> f32 {
    let sum: i32 = a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
    sum as f32
}
