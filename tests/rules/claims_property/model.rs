//! What a desk may do with appointments, said once more without a database: visits, who holds which five minutes, and what was done.

use clinic_core::appointments::appointment::Status;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::fmt;

/// Time is counted in steps of five minutes from eight o'clock.
#[derive(Clone, Copy)]
pub struct Place {
    pub doctor: usize,
    pub room: Option<usize>,
    pub slot: i64,
    pub slots: i64,
}

/// `which` counts among the visits, or the things done, that there are by then.
#[derive(Clone)]
pub enum Act {
    Book { patient: usize, place: Place, overbook: bool, nurse: bool },
    WalkIn { patient: usize, doctor: usize },
    Move { which: usize, place: Place, overbook: bool, nurse: bool },
    Edit { which: usize, room: Option<usize>, overbook: bool, nurse: bool },
    Status { which: usize, to: Status, nurse: bool },
    Cancel { which: usize },
    Undo { which: usize, nurse: bool },
    Wait,
}

impl Act {
    /// Nurses may not overbook.
    pub fn by_nurse(&self) -> bool {
        use Act::{Book, Edit, Move, Status, Undo};
        matches!(
            self,
            Book { nurse: true, .. }
                | Move { nurse: true, .. }
                | Edit { nurse: true, .. }
                | Status { nurse: true, .. }
                | Undo { nurse: true, .. }
        )
    }
}

fn place() -> impl Strategy<Value = Place> {
    let place = (0..2_usize, option::of(0..2_usize), 6..9_i64, 1..3_i64);
    place.prop_map(|(doctor, room, slot, slots)| Place { doctor, room, slot, slots })
}

pub fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (which, yes, any) = (0..12_usize, any::<bool>(), proptest::bool::weighted(0.3));
    let status = proptest::sample::select(&Status::ALL[..]);
    let act = prop_oneof![
        6 => (0..3_usize, place(), yes, any).prop_map(|(patient, place, overbook, nurse)| Act::Book { patient, place, overbook, nurse }),
        2 => (0..3_usize, 0..2_usize).prop_map(|(patient, doctor)| Act::WalkIn { patient, doctor }),
        4 => (which.clone(), place(), yes, any).prop_map(|(which, place, overbook, nurse)| Act::Move { which, place, overbook, nurse }),
        2 => (which.clone(), option::of(0..2_usize), yes, any).prop_map(|(which, room, overbook, nurse)| Act::Edit { which, room, overbook, nurse }),
        4 => (which.clone(), status, any).prop_map(|(which, to, nurse)| Act::Status { which, to, nurse }),
        2 => which.clone().prop_map(|which| Act::Cancel { which }),
        4 => (which, any).prop_map(|(which, nurse)| Act::Undo { which, nurse }),
        1 => Just(Act::Wait),
    ];
    vec(act, 1..24)
}

#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    pub patient: usize,
    pub doctor: usize,
    pub room: Option<usize>,
    pub starts: i64,
    pub ends: i64,
    pub status: Status,
    pub walk_in: bool,
    /// Something is to be paid for it.
    priced: bool,
    pub overbooked: bool,
    pub version: i64,
}

impl Visit {
    fn holds(&self) -> bool {
        self.status.holds_claims() && !(self.walk_in && self.status == Status::Arrived)
    }

    fn place(&self) -> (usize, Option<usize>, i64, i64) {
        (self.doctor, self.room, self.starts, self.ends)
    }

    /// Whether both want the same at some time, and how many at once that can take.
    fn shared(&self, other: &Visit) -> [Option<usize>; 3] {
        let same = |yes: bool, capacity: usize| yes.then_some(capacity);
        let room = self.room.filter(|room| Some(*room) == other.room);
        // The first room takes one, the second two.
        [same(self.doctor == other.doctor, 1), same(self.patient == other.patient, 1), room.map(|room| room + 1)]
    }
}

struct Done {
    visit: usize,
    before: Option<Visit>,
    after: Visit,
    undoes: Option<usize>,
}

#[derive(Default)]
pub struct Model {
    pub now: i64,
    pub visits: Vec<Visit>,
    done: Vec<Done>,
}

type Outcome<T = ()> = Result<T, &'static str>;

impl Model {
    pub fn at(now: i64) -> Model {
        Model { now, ..Model::default() }
    }

    pub fn which(&self, which: usize) -> Option<usize> {
        which.checked_rem(self.visits.len())
    }

    /// Later things come first: undoing is mostly about them.
    pub fn which_done(&self, which: usize) -> Option<usize> {
        let back = which.checked_rem(self.done.len())?;
        Some(self.done.len() - 1 - back)
    }

    /// What comes of it; nothing changes where it is refused.
    pub fn act(&mut self, act: &Act, may_overbook: bool) -> Outcome {
        let visit = |which: &usize| self.which(*which).expect("a visit");
        let (position, before, after, undoes) = match act {
            Act::Wait => return Ok(()),
            Act::Book { patient, place, overbook, .. } => {
                let mut new = self.new_visit(*patient, place.doctor, Status::Booked);
                (new.room, new.starts, new.ends) = (place.room, place.slot, place.slot + place.slots);
                new.overbooked = self.agree(&new, None, *overbook, may_overbook)?;
                (self.visits.len(), None, new, None)
            }
            Act::WalkIn { patient, doctor } => {
                if self.visits.iter().any(|visit| visit.patient == *patient && visit.status.in_house()) {
                    return Err("appointment.already_here");
                }
                let new = self.new_visit(*patient, *doctor, Status::Arrived);
                (self.visits.len(), None, Visit { walk_in: true, priced: false, ..new }, None)
            }
            Act::Undo { which, .. } => {
                let undone = self.which_done(*which).expect("something done");
                let position = self.done[undone].visit;
                (position, Some(position), self.undone(undone, may_overbook)?, Some(undone))
            }
            Act::Move { which, place, overbook, .. } => {
                let at = visit(which);
                (at, Some(at), self.moved(at, *place, *overbook, may_overbook)?, None)
            }
            Act::Edit { which, room, overbook, .. } => {
                let at = visit(which);
                (at, Some(at), self.edited(at, *room, *overbook, may_overbook)?, None)
            }
            Act::Status { which, to, .. } => {
                let at = visit(which);
                (at, Some(at), self.with_status(at, *to, may_overbook)?, None)
            }
            Act::Cancel { which } => {
                let at = visit(which);
                let open = [Status::Booked, Status::Confirmed, Status::Arrived, Status::NoShow];
                let now = self.visits[at].clone();
                let open = open.contains(&now.status);
                (at, Some(at), Visit { status: Status::Cancelled, ..now }.only(open)?, None)
            }
        };
        self.note(position, before, after, undoes);
        Ok(())
    }

    fn note(&mut self, position: usize, before: Option<usize>, mut after: Visit, undoes: Option<usize>) {
        after.version += 1;
        let before = before.map(|before| std::mem::replace(&mut self.visits[before], after.clone()));
        if before.is_none() {
            self.visits.push(after.clone());
        }
        self.done.push(Done { visit: position, before, after, undoes });
    }

    fn new_visit(&self, patient: usize, doctor: usize, status: Status) -> Visit {
        let (starts, ends) = (self.now, self.now + 3);
        let (room, walk_in, priced, overbooked, version) = (None, false, true, false, 0);
        Visit { patient, doctor, room, starts, ends, status, walk_in, priced, overbooked, version }
    }

    fn clashes(&self, wanted: &Visit, own: Option<usize>) -> bool {
        let others = || self.visits.iter().enumerate().filter(|(at, other)| Some(*at) != own && other.holds());
        (wanted.starts..wanted.ends).any(|slot| {
            let there = others().filter(|(_, other)| (other.starts..other.ends).contains(&slot));
            let mut taken = [0; 3];
            let mut full = false;
            for (_, other) in there {
                for (count, capacity) in taken.iter_mut().zip(wanted.shared(other)) {
                    *count += usize::from(capacity.is_some());
                    full |= capacity.is_some_and(|capacity| *count >= capacity);
                }
            }
            full
        })
    }

    /// Whether it has to go above the others.
    fn agree(&self, wanted: &Visit, own: Option<usize>, overbook: bool, may: bool) -> Outcome<bool> {
        match (self.clashes(wanted, own), overbook, may) {
            (false, ..) => Ok(false),
            (true, false, _) => Err("appointment.slot_taken"),
            (true, true, false) => Err("access.denied"),
            (true, true, true) => Ok(true),
        }
    }

    fn moved(&self, at: usize, place: Place, overbook: bool, may: bool) -> Outcome<Visit> {
        let mut visit = self.visits[at].clone().only(self.visits[at].holds())?;
        (visit.doctor, visit.room) = (place.doctor, place.room);
        (visit.starts, visit.ends) = (place.slot, place.slot + place.slots);
        visit.overbooked = self.agree(&visit, Some(at), overbook, may)?;
        Ok(visit)
    }

    fn edited(&self, at: usize, room: Option<usize>, overbook: bool, may: bool) -> Outcome<Visit> {
        let before = &self.visits[at];
        let mut visit = Visit { room, priced: true, ..before.clone() }.only(before.status.holds_claims())?;
        if room != before.room && before.holds() {
            visit.overbooked = self.agree(&visit, Some(at), overbook || before.overbooked, may)?;
        }
        Ok(visit)
    }

    fn with_status(&self, at: usize, to: Status, may: bool) -> Outcome<Visit> {
        let before = &self.visits[at];
        let to = if to == Status::ToPay && !before.priced { Status::Done } else { to };
        let closed = |status| matches!(status, Status::Cancelled | Status::TakenBack);
        let never_came = before.walk_in && matches!(to, Status::Booked | Status::Confirmed | Status::NoShow);
        let allowed = to != before.status && !closed(to) && !closed(before.status) && !never_came;
        let mut visit = Visit { status: to, ..before.clone() }.only(allowed)?;
        if !before.holds() && visit.holds() && visit.walk_in {
            // Called in: now, however many are there.
            (visit.starts, visit.ends) = (self.now, self.now + before.ends - before.starts);
        }
        self.take_again(at, &mut visit, may)?;
        Ok(visit)
    }

    fn take_again(&self, at: usize, visit: &mut Visit, may: bool) -> Outcome {
        if self.visits[at].holds() || !visit.holds() {
            return Ok(());
        }
        if visit.walk_in {
            visit.overbooked = self.clashes(visit, Some(at));
            return Ok(());
        }
        self.agree(visit, Some(at), visit.overbooked, may).map(drop)
    }

    fn undone(&self, undone: usize, may: bool) -> Outcome<Visit> {
        let Done { visit: at, before, after, .. } = &self.done[undone];
        let now = &self.visits[*at];
        if !self.all_undone_since(*at, after.version) {
            return Err("undo.changed_meanwhile");
        }
        let Some(before) = before else { return Ok(Visit { status: Status::TakenBack, ..now.clone() }) };
        let mut back = now.clone();
        macro_rules! restore {
            ($($field:ident)+) => { $(if before.$field != after.$field { back.$field = before.$field; })+ };
        }
        restore!(doctor room starts ends status priced overbooked);
        let stays = back.place() == now.place();
        if now.holds() && back.holds() && stays {
            // What stands above others goes on standing there.
            back.overbooked = now.overbooked;
        } else if back.holds() && back.walk_in {
            back.overbooked = self.clashes(&back, Some(*at));
        } else if back.holds() {
            self.agree(&back, Some(*at), back.overbooked, may)?;
        }
        Ok(back)
    }

    /// What was done with the visit since, each with the undo that follows it taken away.
    fn all_undone_since(&self, at: usize, version: i64) -> bool {
        let mut standing: Vec<usize> = Vec::new();
        let later = self.done.iter().enumerate().filter(|(_, done)| done.visit == at && done.after.version > version);
        for (position, done) in later {
            if done.undoes.is_some() && standing.last() == done.undoes.as_ref() {
                standing.pop();
            } else {
                standing.push(position);
            }
        }
        standing.is_empty()
    }
}

impl Visit {
    fn only(self, allowed: bool) -> Outcome<Visit> {
        if allowed { Ok(self) } else { Err("appointment.wrong_status") }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minute = 8 * 60 + self.slot * 5;
        write!(f, "{:02}:{:02} for {} min", minute / 60, minute % 60, self.slots * 5)?;
        write!(f, " with practitioner {}{}", self.doctor, in_room(self.room))
    }
}

fn in_room(room: Option<usize>) -> String {
    room.map_or_else(|| " without a room".to_owned(), |room| format!(" in room {room}"))
}

/// A shrunk sequence is read by people.
impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = |overbook: &bool| if *overbook { ", over others if need be" } else { "" };
        write!(f, "{} ", if self.by_nurse() { "a nurse" } else { "the desk" })?;
        match self {
            Act::Book { patient, place, overbook, .. } => {
                write!(f, "books patient {patient} at {place:?}{}", over(overbook))
            }
            Act::WalkIn { patient, doctor } => {
                write!(f, "admits patient {patient}, who waits for practitioner {doctor}")
            }
            Act::Move { which, place, overbook, .. } => write!(f, "moves visit {which} to {place:?}{}", over(overbook)),
            Act::Edit { which, room, overbook, .. } => {
                write!(f, "puts visit {which}{}{}", in_room(*room), over(overbook))
            }
            Act::Status { which, to, .. } => write!(f, "says that visit {which} is {}", to.text()),
            Act::Cancel { which } => write!(f, "cancels visit {which}"),
            Act::Undo { which, .. } => write!(f, "undoes what was done {which} things ago"),
            Act::Wait => write!(f, "waits five minutes"),
        }
    }
}
