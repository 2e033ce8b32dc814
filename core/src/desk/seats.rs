//! Who sits at this workstation: signing in, locking when nobody types, and several people who share the desk.
//!
//! The clock is given by the caller. Somebody who leaves without a word is locked out by the clinic's idle minutes; a full
//! sign-in counts for twelve hours, however busy the person is.

use crate::clinic::Session;
use crate::error::{Code, Error, Result};
use crate::ids::UserId;
use crate::time::Instant;
use std::collections::BTreeMap;

/// How long a full sign-in counts.
pub const SESSION_SECONDS: i64 = 12 * 3600;
/// A clock that went back further than this tells nothing about how long nobody typed.
const CLOCK_SLACK_SECONDS: i64 = 60;

/// What time alone has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    Locked(Session),
    /// The twelve hours are over.
    Ended(Session),
}

#[derive(Debug, Default)]
pub struct Seats {
    current: Option<Seat>,
    /// When each person of this desk last signed in with the password: a PIN does not lengthen that.
    full_sign_ins: BTreeMap<UserId, Instant>,
}

#[derive(Debug)]
struct Seat {
    session: Session,
    locked: bool,
    /// Locked with the wall screen on it: numbers, initials and rooms may be asked for, nothing else.
    wall: bool,
    last_input: Instant,
}

impl Seats {
    /// After the password was right.
    pub fn sign_in(&mut self, session: Session, now: Instant) {
        self.full_sign_ins.insert(session.user_id(), now);
        self.sit(session, now);
    }

    /// After the PIN was right.
    ///
    /// Errors: `session.pin_password_needed` when the last full sign-in here is too long ago.
    pub fn switch(&mut self, session: Session, now: Instant) -> Result<()> {
        // Since the app's last start this person may not have signed in: then the time counts from now.
        let since = *self.full_sign_ins.entry(session.user_id()).or_insert(now);
        if is_over(since, now) {
            return Err(Error::new(Code::SessionPinPasswordNeeded));
        }
        self.sit(session, now);
        Ok(())
    }

    fn sit(&mut self, session: Session, now: Instant) {
        self.current = Some(Seat { session, locked: false, wall: false, last_input: now });
    }

    /// The same person with what a new password made of the session.
    pub fn replace(&mut self, session: Session) {
        if let Some(seat) = self.current.as_mut().filter(|seat| seat.session.user_id() == session.user_id()) {
            seat.session = session;
        }
    }

    /// Somebody typed or pointed. Does nothing once the time is over: an input cannot unlock.
    pub fn input(&mut self, now: Instant, idle_minutes: i64) {
        if self.turn(now, idle_minutes).is_none()
            && let Some(seat) = self.current.as_mut().filter(|seat| !seat.locked)
        {
            seat.last_input = now;
        }
    }

    /// Who acts. The lock counts from the moment it is due, whether or not the clock's next tick has come.
    ///
    /// Errors: `session.none`, `session.locked`, `session.ended`.
    pub fn person(&self, now: Instant, idle_minutes: i64) -> Result<Session> {
        let seat = self.current.as_ref().ok_or_else(|| Error::new(Code::SessionNone))?;
        if self.is_ended(seat, now) {
            return Err(Error::new(Code::SessionEnded));
        }
        if seat.locked || is_idle(seat, now, idle_minutes) {
            return Err(Error::new(Code::SessionLocked));
        }
        Ok(seat.session.clone())
    }

    /// Who sits here, locked or not.
    pub fn sitting(&self) -> Option<&Session> {
        self.current.as_ref().map(|seat| &seat.session)
    }

    pub fn is_locked(&self) -> bool {
        self.current.as_ref().is_some_and(|seat| seat.locked)
    }

    /// Locks at once. Nothing when nobody sits here or it is locked already.
    pub fn lock(&mut self) -> Option<Session> {
        let seat = self.current.as_mut().filter(|seat| !seat.locked)?;
        seat.locked = true;
        Some(seat.session.clone())
    }

    /// Locks at once and leaves the wall screen on: whoever wants anything else here has to unlock.
    ///
    /// Errors: those of `person`.
    pub fn start_wall(&mut self, now: Instant, idle_minutes: i64) -> Result<Session> {
        let session = self.person(now, idle_minutes)?;
        if let Some(seat) = self.current.as_mut() {
            seat.locked = true;
            seat.wall = true;
        }
        Ok(session)
    }

    /// In whose name the wall screen asks.
    ///
    /// Errors: `session.none`, `session.ended` when the twelve hours are over, `session.locked` when it was not started here or somebody left it.
    pub fn wall(&self, now: Instant) -> Result<Session> {
        let seat = self.current.as_ref().ok_or_else(|| Error::new(Code::SessionNone))?;
        if self.is_ended(seat, now) {
            return Err(Error::new(Code::SessionEnded));
        }
        if seat.wall { Ok(seat.session.clone()) } else { Err(Error::new(Code::SessionLocked)) }
    }

    /// The wall screen is left; the lock stays.
    pub fn leave_wall(&mut self) {
        if let Some(seat) = self.current.as_mut() {
            seat.wall = false;
        }
    }

    pub fn sign_out(&mut self) -> Option<Session> {
        let session = self.current.take()?.session;
        self.full_sign_ins.remove(&session.user_id());
        Some(session)
    }

    /// Another clinic: nobody of this one sits here any more.
    pub fn clear(&mut self) {
        *self = Seats::default();
    }

    /// Called every second: locks when nobody typed for long enough, and ends what lasted too long.
    pub fn turn(&mut self, now: Instant, idle_minutes: i64) -> Option<Turned> {
        let seat = self.current.as_ref()?;
        if self.is_ended(seat, now) {
            return self.sign_out().map(Turned::Ended);
        }
        if !seat.locked && is_idle(seat, now, idle_minutes) {
            return self.lock().map(Turned::Locked);
        }
        None
    }

    fn is_ended(&self, seat: &Seat, now: Instant) -> bool {
        self.full_sign_ins.get(&seat.session.user_id()).is_none_or(|since| is_over(*since, now))
    }
}

fn is_idle(seat: &Seat, now: Instant, idle_minutes: i64) -> bool {
    let quiet = now.seconds_since(seat.last_input);
    quiet >= idle_minutes.max(1) * 60 || quiet < -CLOCK_SLACK_SECONDS
}

fn is_over(since: Instant, now: Instant) -> bool {
    now.seconds_since(since) >= SESSION_SECONDS || now.seconds_since(since) < -CLOCK_SLACK_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Clock;

    fn session(name: &str, clock: &Clock) -> Session {
        Session {
            user_id: UserId::new(),
            name: name.to_owned(),
            login: name.to_lowercase(),
            credential: 1,
            since: clock.now(),
        }
    }

    fn code<T>(result: Result<T>) -> Option<Code> {
        result.err().map(|error| error.code())
    }

    #[test]
    fn five_quiet_minutes_lock_and_an_input_cannot_unlock() {
        let (clock, mut seats) = (Clock::default(), Seats::default());
        assert_eq!(code(seats.person(clock.now(), 5)), Some(Code::SessionNone));
        let anna = session("Anna", &clock);
        seats.sign_in(anna.clone(), clock.now());
        clock.advance_seconds(290);
        seats.input(clock.now(), 5);
        clock.advance_seconds(299);
        assert_eq!(seats.turn(clock.now(), 5), None);
        assert_eq!(seats.person(clock.now(), 5).unwrap(), anna);
        clock.advance_seconds(1);
        // Due: refused before the tick, and an input that comes too late changes nothing.
        assert_eq!(code(seats.person(clock.now(), 5)), Some(Code::SessionLocked));
        seats.input(clock.now(), 5);
        assert!(seats.is_locked());
        assert_eq!(code(seats.person(clock.now(), 60)), Some(Code::SessionLocked));
        seats.sign_in(anna.clone(), clock.now());
        assert!(seats.person(clock.now(), 5).is_ok());
        assert_eq!(seats.lock(), Some(anna));
        assert_eq!(seats.lock(), None);
    }

    #[test]
    fn the_wall_screen_is_a_lock_that_ends_with_the_twelve_hours() {
        let (clock, mut seats) = (Clock::default(), Seats::default());
        let anna = session("Anna", &clock);
        assert_eq!(code(seats.start_wall(clock.now(), 5)), Some(Code::SessionNone));
        seats.sign_in(anna.clone(), clock.now());
        assert_eq!(code(seats.wall(clock.now())), Some(Code::SessionLocked));
        seats.start_wall(clock.now(), 5).unwrap();
        assert_eq!(code(seats.person(clock.now(), 5)), Some(Code::SessionLocked));
        assert_eq!(code(seats.start_wall(clock.now(), 5)), Some(Code::SessionLocked));
        clock.advance_seconds(3600);
        assert_eq!(seats.turn(clock.now(), 5), None);
        assert_eq!(seats.wall(clock.now()).unwrap(), anna);
        seats.leave_wall();
        assert_eq!(code(seats.wall(clock.now())), Some(Code::SessionLocked));
        assert!(seats.is_locked());
        seats.sign_in(anna.clone(), clock.now());
        seats.start_wall(clock.now(), 5).unwrap();
        seats.sign_in(anna.clone(), clock.now());
        assert_eq!(code(seats.wall(clock.now())), Some(Code::SessionLocked), "unlocking ends it");
        seats.start_wall(clock.now(), 5).unwrap();
        clock.advance_seconds(SESSION_SECONDS);
        assert_eq!(code(seats.wall(clock.now())), Some(Code::SessionEnded));
    }

    #[test]
    fn twelve_hours_end_a_session_however_busy() {
        let (clock, mut seats) = (Clock::default(), Seats::default());
        let anna = session("Anna", &clock);
        seats.sign_in(anna.clone(), clock.now());
        for _ in 0..12 * 60 - 1 {
            clock.advance_seconds(60);
            seats.input(clock.now(), 5);
        }
        assert!(seats.person(clock.now(), 5).is_ok());
        clock.advance_seconds(60);
        assert_eq!(code(seats.person(clock.now(), 5)), Some(Code::SessionEnded));
        assert_eq!(seats.turn(clock.now(), 5), Some(Turned::Ended(anna)));
        assert!(seats.sitting().is_none());
    }

    #[test]
    fn a_pin_does_not_lengthen_the_twelve_hours() {
        let (clock, mut seats) = (Clock::default(), Seats::default());
        let (anna, ben) = (session("Anna", &clock), session("Ben", &clock));
        seats.sign_in(anna.clone(), clock.now());
        clock.advance_seconds(6 * 3600);
        seats.sign_in(ben.clone(), clock.now());
        seats.switch(anna.clone(), clock.now()).unwrap();
        clock.advance_seconds(6 * 3600);
        seats.switch(ben, clock.now()).unwrap();
        assert_eq!(code(seats.switch(anna, clock.now())), Some(Code::SessionPinPasswordNeeded));
    }

    #[test]
    fn a_clock_set_back_locks() {
        let (clock, mut seats) = (Clock::default(), Seats::default());
        clock.advance_seconds(3600);
        seats.sign_in(session("Anna", &clock), clock.now());
        clock.advance_seconds(-30);
        assert!(seats.person(clock.now(), 5).is_ok());
        clock.advance_seconds(-600);
        assert!(seats.person(clock.now(), 5).is_err());
    }
}
