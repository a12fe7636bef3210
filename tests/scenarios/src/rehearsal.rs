//! Before the scenarios: a driver must fail each broken file, and say what is wrong with it.

use crate::{Driver, Folder, Mistake, Player, Verdict};

/// What a driver got wrong about the broken files.
pub fn rehearse<D: Driver>(folder: &Folder, mut driver: impl FnMut() -> D) -> Result<Vec<String>, Mistake> {
    let mut wrong = Vec::new();
    for (name, broken) in folder.broken_cases()? {
        let says = broken.says.ok_or_else(|| Mistake(format!("{name} says nothing")))?;
        let said = match folder.broken_case(&name) {
            Err(Mistake(why)) => vec![why],
            Ok(file) => {
                let mut player = Player::new(folder, driver());
                let verdicts = file.scenarios.iter().map(|scenario| player.play(&file, scenario));
                verdicts
                    .filter_map(|verdict| match verdict {
                        Verdict::Failed(why) => Some(why),
                        Verdict::Passed | Verdict::NotForThis { .. } => None,
                    })
                    .collect()
            }
        };
        if !said.iter().any(|why| why.contains(&says)) {
            wrong.push(format!("{name} must fail with \"{says}\", and: {said:?}"));
        }
    }
    Ok(wrong)
}
