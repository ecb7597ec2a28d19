//! The bugs that `cargo plants` plants still fit the engine. Whether each is found takes too long for here.

use std::collections::BTreeSet;

use openclaw_tests::outside::workspace;
use openclaw_tests::plants::Plant;
use openclaw_tests::sim::life::Invariant;

#[test]
fn every_plant_fits_the_engine() {
    let plants = Plant::all(&workspace()).unwrap();
    assert!(plants.len() >= 10, "{} plants", plants.len());
    let invariants: BTreeSet<_> = Invariant::ALL.iter().map(|invariant| invariant.name()).collect();
    for plant in &plants {
        assert!(plant.file.starts_with("engine/src/"), "{}: {} is not the engine", plant.name, plant.file);
        assert!(invariants.contains(plant.finds.as_str()), "{}: no invariant {}", plant.name, plant.finds);
        let text = std::fs::read_to_string(workspace().join(&plant.file)).unwrap();
        let planted = plant.applied_to(&text).unwrap_or_else(|e| panic!("{e}"));
        assert_ne!(planted, text);
    }
}
#[test]
fn every_plant_is_in_the_documentation() {
    let docs = std::fs::read_to_string(workspace().join("docs/testing.md")).unwrap();
    for plant in Plant::all(&workspace()).unwrap() {
        let row = format!("| `{}` | {} | `{}` | {} |", plant.name, plant.bug, plant.finds, plant.seeds);
        assert!(docs.contains(&row), "docs/testing.md lacks the line\n{row}");
    }
}
