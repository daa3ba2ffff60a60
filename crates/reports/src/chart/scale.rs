//! From values to pixels.

/// A linear scale that always contains zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    min: f64,
    span: f64,
    from: f64,
    to: f64,
}

/// A value as a float: charts draw, they do not reckon.
#[expect(clippy::cast_precision_loss, reason = "a pixel needs no more than 52 bits")]
pub(super) fn float(value: i64) -> f64 {
    value as f64
}

/// A count as a float.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

impl Scale {
    /// Zero and every value, laid from `from` to `to` pixels.
    pub(super) fn new(values: impl Iterator<Item = i64>, from: f64, to: f64) -> Scale {
        let (min, max) = values.fold((0.0_f64, 0.0_f64), |(min, max), v| {
            (min.min(float(v)), max.max(float(v)))
        });
        let span = if max > min { max - min } else { 1.0 };
        Scale { min, span, from, to }
    }

    /// The pixel of a value.
    pub(super) fn px(self, value: i64) -> f64 {
        self.at(float(value))
    }

    /// The pixel of a value between whole ones.
    pub(super) fn at(self, value: f64) -> f64 {
        self.from + (value - self.min) / self.span * (self.to - self.from)
    }

    /// The pixel of zero.
    pub(super) fn zero(self) -> f64 {
        self.at(0.0)
    }

    /// Two to five round values over the scale, zero not included.
    pub(super) fn ticks(self) -> Vec<i64> {
        let max = self.min + self.span;
        let rough = self.span / 4.0;
        let magnitude = 10_f64.powf(rough.max(1.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|m| m * magnitude)
            .into_iter()
            .find(|s| *s >= rough);
        let step = step.unwrap_or(magnitude * 10.0);
        let first = (self.min / step).ceil();
        let steps = (0..12).map(|i| (first + f64::from(i)) * step);
        steps
            .take_while(|v| *v <= max)
            .filter(|v| v.abs() > 0.0)
            .map(whole)
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "ticks lie between the chart's own i64 values"
)]
fn whole(value: f64) -> i64 {
    value.round() as i64
}
