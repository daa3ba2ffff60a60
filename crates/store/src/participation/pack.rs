//! Supports and occupations packed in one number each, so that the scan that counts reads few columns.

use domain::{
    codes::{CodeTable, Occupation, Support},
    facts::{OccupationShare, SupportShare},
};

use crate::{Error, Result};

/// One base-5 digit per support: quarters of full degree.
pub(super) fn pack_support(shares: &[SupportShare]) -> Result<i64> {
    let quarters = |s: &SupportShare| match s.degree {
        25 | 50 | 75 | 100 => Ok((s.support.code(), i64::from(s.degree / 25))),
        other => Err(Error::unknown("support degree", &other)),
    };
    pack(5, shares.iter().map(quarters))
}

pub(super) fn unpack_support(packed: i64) -> Vec<SupportShare> {
    let share = |(code, digit): (u8, u8)| {
        let support = Support::from_code(code)?;
        Some(SupportShare {
            support,
            degree: digit * 25,
        })
    };
    unpack(5, packed).filter_map(share).collect()
}

/// One base-101 digit per occupation: per cent.
pub(super) fn pack_occupation(shares: &[OccupationShare]) -> Result<i64> {
    let per_cent = |s: &OccupationShare| match s.per_cent {
        1..=100 => Ok((s.occupation.code(), i64::from(s.per_cent))),
        other => Err(Error::unknown("occupation per cent", &other)),
    };
    pack(101, shares.iter().map(per_cent))
}

pub(super) fn unpack_occupation(packed: i64) -> Vec<OccupationShare> {
    let share = |(code, per_cent): (u8, u8)| {
        let occupation = Occupation::from_code(code)?;
        Some(OccupationShare { occupation, per_cent })
    };
    unpack(101, packed).filter_map(share).collect()
}

fn pack(base: i64, digits: impl Iterator<Item = Result<(u8, i64)>>) -> Result<i64> {
    let mut packed = 0;
    for digit in digits {
        let (code, digit) = digit?;
        let weight = base.pow(u32::from(code) - 1);
        if packed / weight % base != 0 {
            return Err(Error::Duplicate(format!("code {code}")));
        }
        packed += digit * weight;
    }
    Ok(packed)
}

/// Codes with their digits, lowest code first; zeros left out.
fn unpack(base: i64, mut packed: i64) -> impl Iterator<Item = (u8, u8)> {
    let mut code = 0;
    std::iter::from_fn(move || {
        while packed > 0 {
            let digit = u8::try_from(packed % base).unwrap_or(0);
            packed /= base;
            code += 1;
            if digit > 0 {
                return Some((code, digit));
            }
        }
        None
    })
}
