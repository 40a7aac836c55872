//! What screens follow: signals, memos and stored values, each compiled once for all that they hold.
//!
//! They are Leptos' own, with the same names and the same meaning. But Leptos compiles its reactive system anew for each
//! type that a signal holds, and the first visit on a phone's network pays for every copy. Here the value lies behind one
//! shared pointer, so that there is one copy, and a type costs the few lines below.
//!
//! A reader gets hold of the value as it stands; a writer puts another in its place. So a change from within a reader
//! blocks nobody, and [`RwSignal::update`] clones what it changes.

use leptos::prelude as whole;
use leptos::prelude::{GetValue, Set, SetValue, Track, WithUntracked};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

type Value = Arc<dyn Any + Send + Sync>;

/// What a signal of this type must hold.
fn typed<T: 'static, U>(value: Option<Value>, read: impl FnOnce(&T) -> U) -> Option<U> {
    value?.downcast_ref().map(read)
}

/// Leptos panics here as well: a screen that is gone reads what went with it.
#[cold]
#[inline(never)]
#[expect(clippy::panic, reason = "a mistake in the code of a screen, for which there is no value to go on with")]
fn gone() -> ! {
    panic!("read after the screen that it belongs to is gone")
}

macro_rules! handle {
    ($name:ident, $inner:ty) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T: Send + Sync + 'static> $name<T> {
            const fn of(inner: $inner) -> Self {
                Self { inner, holds: PhantomData }
            }
        }
    };
}

macro_rules! reads {
    ($name:ident) => {
        impl<T: Send + Sync + 'static> $name<T> {
            /// The value; whoever reads it follows it.
            pub fn get(self) -> T
            where
                T: Clone,
            {
                self.with(T::clone)
            }

            /// Follows the value without reading it.
            pub fn track(self) {
                self.inner.track();
            }

            /// The value as it stands now.
            pub fn get_untracked(self) -> T
            where
                T: Clone,
            {
                self.with_untracked(T::clone)
            }

            /// Reads the value in place; whoever reads it follows it.
            pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
                self.inner.track();
                self.with_untracked(read)
            }

            /// Reads the value in place as it stands now.
            pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
                self.try_with_untracked(read).unwrap_or_else(|| gone())
            }

            /// The value as it stands now; nothing once the screen is gone.
            pub fn try_get_untracked(self) -> Option<T>
            where
                T: Clone,
            {
                self.try_with_untracked(T::clone)
            }

            /// Reads the value in place as it stands now; nothing once the screen is gone.
            pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
                typed(self.value(), read)
            }
        }
    };
}

/// A value that screens follow and change.
pub struct RwSignal<T> {
    inner: whole::RwSignal<Value>,
    holds: PhantomData<fn() -> T>,
}

handle!(RwSignal, whole::RwSignal<Value>);
reads!(RwSignal);

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A signal that lives as long as the part of the screen that makes it.
    pub fn new(value: T) -> Self {
        Self::of(new_signal(Arc::new(value)))
    }

    /// Puts another value in its place and tells who follows it. Once the screen is gone, it does nothing.
    pub fn set(self, value: T) {
        set_signal(self.inner, Arc::new(value));
    }

    /// Changes the value and tells who follows it. Once the screen is gone, it does nothing.
    pub fn update(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let _gone = self.try_update(change);
    }

    /// Changes the value and tells who follows it; nothing once the screen is gone.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U>
    where
        T: Clone,
    {
        let mut value = self.try_get_untracked()?;
        let answer = change(&mut value);
        self.set(value);
        Some(answer)
    }

    fn value(self) -> Option<Value> {
        signal_value(self.inner)
    }
}

#[inline(never)]
fn new_signal(value: Value) -> whole::RwSignal<Value> {
    whole::RwSignal::new(value)
}

#[inline(never)]
fn signal_value(signal: whole::RwSignal<Value>) -> Option<Value> {
    signal.try_with_untracked(Value::clone)
}

#[inline(never)]
fn set_signal(signal: whole::RwSignal<Value>, value: Value) {
    signal.set(value);
}

/// A value that follows from signals; whoever follows it hears of it only when it has become another.
pub struct Memo<T> {
    inner: whole::Memo<Found>,
    holds: PhantomData<fn() -> T>,
}

/// What a memo found, and how to tell whether that is what it found before.
struct Found {
    value: Value,
    same: fn(&Value, &Value) -> bool,
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&self.value, &other.value)
    }
}

handle!(Memo, whole::Memo<Found>);
reads!(Memo);

impl<T: Send + Sync + 'static> Memo<T> {
    /// A memo of what `find` gives; it lives as long as the part of the screen that makes it.
    pub fn new(find: impl Fn() -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        let same = |a: &Value, b: &Value| a.downcast_ref::<T>() == b.downcast_ref::<T>();
        Self::of(new_memo(Box::new(move || Found { value: Arc::new(find()), same })))
    }

    fn value(self) -> Option<Value> {
        memo_value(self.inner)
    }
}

#[inline(never)]
fn new_memo(find: Box<dyn Fn() -> Found + Send + Sync>) -> whole::Memo<Found> {
    whole::Memo::new(move |_| find())
}

#[inline(never)]
fn memo_value(memo: whole::Memo<Found>) -> Option<Value> {
    memo.try_with_untracked(|found| Arc::clone(&found.value))
}

/// A value that a screen keeps and nobody follows.
pub struct StoredValue<T> {
    inner: whole::StoredValue<Value>,
    holds: PhantomData<fn() -> T>,
}

handle!(StoredValue, whole::StoredValue<Value>);

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// A value that is kept as long as the part of the screen that makes it.
    pub fn new(value: T) -> Self {
        Self::of(whole::StoredValue::new(Arc::new(value)))
    }

    /// The value.
    pub fn get_value(self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// The value; nothing once the screen is gone.
    pub fn try_get_value(self) -> Option<T>
    where
        T: Clone,
    {
        typed(self.inner.try_get_value(), T::clone)
    }

    /// Reads the value in place.
    pub fn with_value<U>(self, read: impl FnOnce(&T) -> U) -> U {
        typed(self.inner.try_get_value(), read).unwrap_or_else(|| gone())
    }

    /// Puts another value in its place. Once the screen is gone, it does nothing.
    pub fn set_value(self, value: T) {
        self.inner.set_value(Arc::new(value));
    }

    /// Changes the value. Once the screen is gone, it does nothing.
    pub fn update_value(self, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        let Some(mut value) = self.try_get_value() else { return };
        change(&mut value);
        self.set_value(value);
    }
}

/// Does something now, and again whenever a signal that it reads changes.
pub fn follow(work: impl FnMut() + 'static) {
    fn one_type(mut work: Box<dyn FnMut()>) {
        whole::Effect::new(move |_: Option<()>| work());
    }
    one_type(Box::new(work));
}

/// Runs a future beside everything else.
pub fn spawn_local(work: impl Future<Output = ()> + 'static) {
    fn one_type(work: std::pin::Pin<Box<dyn Future<Output = ()>>>) {
        leptos::task::spawn_local(work);
    }
    one_type(Box::pin(work));
}
