//! Tables in a frame, as wide as the place they are printed at.

/// A column: its header and how it may be laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    header: &'static str,
    min: usize,
    flexible: bool,
    right: bool,
}

impl Column {
    /// A column that is as wide as its widest cell, and at least so wide.
    pub(crate) const fn new(header: &'static str, min: usize) -> Self {
        Self { header, min, flexible: false, right: false }
    }

    /// One that takes the room that is left, and wraps when there is too little.
    pub(crate) const fn flexible(header: &'static str, min: usize) -> Self {
        Self { header, min, flexible: true, right: false }
    }

    /// The same with its cells on the right side.
    pub(crate) const fn right(self) -> Self {
        Self { right: true, ..self }
    }
}

/// Narrowest column: one character between two blanks.
const NARROWEST: usize = 3;

/// Lays a table out within so many columns of the screen; narrower than its headers it does not get.
pub(crate) fn render(columns: &[Column], rows: &[Vec<String>], width: usize) -> String {
    let widths = widths(columns, rows, width);
    let header: Vec<String> = columns.iter().map(|column| column.header.to_owned()).collect();
    let left = vec![false; columns.len()];
    let right: Vec<bool> = columns.iter().map(|column| column.right).collect();
    let mut out = rule(&widths, ['┌', '┬', '┐']);
    out.push_str(&lines(&header, &widths, &left));
    out.push_str(&rule(&widths, ['├', '┼', '┤']));
    for row in rows {
        out.push_str(&lines(row, &widths, &right));
    }
    out.push_str(&rule(&widths, ['└', '┴', '┘']));
    out.trim_end().to_owned()
}

/// Width of each column, its outer blanks included.
fn widths(columns: &[Column], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let header = |column: &Column| seen(column.header) + 2;
    let cells = |i: usize| rows.iter().filter_map(|row| row.get(i)).map(|cell| seen(cell) + 2).max();
    let wanted = |(i, column): (usize, &Column)| {
        header(column).max(cells(i).unwrap_or_default()).max(column.min).max(NARROWEST)
    };
    let mut widths: Vec<usize> = columns.iter().enumerate().map(wanted).collect();
    let least = |column: &Column| header(column).max(NARROWEST);
    let order = |flexible: bool, widths: &[usize]| {
        let mut order: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].flexible == flexible).collect();
        order.sort_by_key(|i| core::cmp::Reverse(widths[*i]));
        order
    };
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + columns.len() + 1;
    // The flexible ones give room first, and none gives more than its header needs.
    for flexible in [true, false] {
        for comfortable in [true, false] {
            let order = order(flexible, &widths);
            let min = |i: usize| {
                if comfortable { columns[i].min.max(least(&columns[i])) } else { least(&columns[i]) }
            };
            shrink(&mut widths, &order, min, |widths| total(widths).saturating_sub(width));
        }
    }
    let flexible: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].flexible).collect();
    for i in flexible.iter().cycle().take(width.saturating_sub(total(&widths))) {
        widths[*i] += 1;
    }
    widths
}

/// Takes room from columns in turn until enough is given or they have none.
fn shrink(
    widths: &mut [usize],
    order: &[usize],
    min: impl Fn(usize) -> usize,
    over: impl Fn(&[usize]) -> usize,
) {
    let mut left = over(widths);
    while left > 0 {
        let before = left;
        for i in order {
            if left > 0 && widths[*i] > min(*i) {
                widths[*i] -= 1;
                left -= 1;
            }
        }
        if left == before {
            return;
        }
    }
}

fn rule(widths: &[usize], [left, middle, right]: [char; 3]) -> String {
    let parts: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    format!("{left}{}{right}\n", parts.join(&middle.to_string()))
}

/// A row: as many lines as its tallest cell.
fn lines(row: &[String], widths: &[usize], right: &[bool]) -> String {
    let cells: Vec<Vec<String>> = widths
        .iter()
        .enumerate()
        .map(|(i, width)| wrap(row.get(i).map_or("", String::as_str), width - 2))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    let mut out = String::new();
    for line in 0..height {
        out.push('│');
        for (i, cell) in cells.iter().enumerate() {
            let text = cell.get(line).map_or("", String::as_str);
            let pad = " ".repeat((widths[i] - 2).saturating_sub(seen(text)));
            let text = if right[i] { format!("{pad}{text}") } else { format!("{text}{pad}") };
            out.push_str(&format!(" {text} │"));
        }
        out.push('\n');
    }
    out
}

/// Breaks a text into lines: at blanks, else behind a sign that joins words, else anywhere. Colours are not
/// counted and not broken.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut rest = paragraph;
        while seen(rest) > width {
            let at = break_at(rest, width);
            lines.push(rest[..at].trim_end().to_owned());
            rest = rest[at..].trim_start();
        }
        lines.push(rest.to_owned());
    }
    lines
}

/// Where to break a text that is too long; at least one character stays in front.
fn break_at(text: &str, width: usize) -> usize {
    let (mut column, mut coloured) = (0, false);
    let (mut hard, mut joint, mut blank) = (0, None, None);
    for (at, c) in text.char_indices() {
        if coloured || c == ESCAPE {
            coloured = c != 'm';
            continue;
        }
        if column == width {
            blank = if c == ' ' { Some(at) } else { blank };
            break;
        }
        column += 1;
        hard = at + c.len_utf8();
        match c {
            ' ' => blank = Some(at),
            '/' | '-' | '_' | '.' => joint = Some(hard),
            _ => {}
        }
    }
    blank.filter(|at| *at > 0).or(joint).unwrap_or_else(|| hard.max(1))
}

const ESCAPE: char = '\u{1b}';

/// Characters of a text that are seen.
fn seen(text: &str) -> usize {
    let mut coloured = false;
    let visible = |c: &char| {
        let part_of_colour = coloured || *c == ESCAPE;
        coloured = part_of_colour && *c != 'm';
        !part_of_colour
    };
    text.chars().filter(visible).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn the_flexible_column_takes_the_room_that_is_left() {
        let columns = [Column::new("Item", 10), Column::flexible("Value", 10)];
        let table = render(&columns, &[row(&["A", "b"])], 30);
        assert_eq!(
            table,
            "┌──────────┬─────────────────┐\n\
             │ Item     │ Value           │\n\
             ├──────────┼─────────────────┤\n\
             │ A        │ b               │\n\
             └──────────┴─────────────────┘"
        );
    }

    #[test]
    fn a_long_cell_wraps_where_it_can() {
        let columns = [Column::new("K", 3), Column::flexible("V", 3)];
        let table = render(&columns, &[row(&["1", "one two three"])], 16);
        assert_eq!(
            table,
            "┌───┬──────────┐\n\
             │ K │ V        │\n\
             ├───┼──────────┤\n\
             │ 1 │ one two  │\n\
             │   │ three    │\n\
             └───┴──────────┘"
        );
        assert_eq!(wrap("abc/defghij", 6), ["abc/", "defghi", "j"]);
        assert_eq!(wrap("äöüäöü", 4), ["äöüä", "öü"]);
        assert_eq!(wrap("\u{1b}[31mab cd\u{1b}[39m", 3), ["\u{1b}[31mab", "cd\u{1b}[39m"]);
    }

    #[test]
    fn a_table_stays_readable_where_there_is_no_room() {
        let columns = [Column::new("Key", 10), Column::flexible("Value", 10).right()];
        let table = render(&columns, &[row(&["k", "v"])], 1);
        assert_eq!(table.lines().next().unwrap(), "┌─────┬───────┐");
        assert_eq!(table.lines().nth(3).unwrap(), "│ k   │     v │");
    }
}
