//! The way through a code block by a grammar.
//!
//! In: a grammar, the lines of a block one after the other. Out: pieces of them and the scopes they
//! stand in. Refuses to know: what a scope means for the look of a piece.
//!
//! syntect has grammars and patterns, and a parser as well; but that parser goes round forever where
//! two contexts of a grammar put each other in their place without reading anything. JavaScript's do
//! so on `x /*`. The walk here never is twice in the same state at one place: it goes on by a
//! character there, as Sublime Text does, and its steps are counted. Source of the meaning of
//! contexts, prototypes, scopes and captures: Sublime Text's documentation of its syntax definitions.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::rc::Rc;
use std::sync::{LazyLock, OnceLock};
use syntect::parsing::syntax_definition::{
    Context, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern, context_iter,
};
use syntect::parsing::{ClearAmount, Regex, Region, Scope, SyntaxReference, SyntaxSet};

/// Contexts within each other beyond which none is entered.
const DEPTH: usize = 100;

/// Steps without reading a character, at one place.
const STANDING: usize = 256;

/// The grammars, unpacked where they are first used; their patterns want line ends.
pub(super) static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Where each grammar begins.
static STARTS: LazyLock<Vec<OnceLock<Option<ContextReference>>>> =
    LazyLock::new(|| GRAMMARS.syntaxes().iter().map(|_| OnceLock::new()).collect());

/// A place in a block: the contexts that are open.
pub(super) struct Walk {
    levels: Vec<Level>,
    /// Heights of the stack at which a pattern of a prototype was entered: those below it have no
    /// say in it.
    entered: Vec<usize>,
    prototypes: HashMap<ContextId, Option<&'static Context>>,
    /// Where a search writes what it finds.
    scratch: Region,
    /// Steps that may still be taken.
    steps: usize,
}

#[derive(Clone)]
struct Level {
    context: &'static Context,
    /// Tells this stack of contexts from others.
    state: u64,
    /// The scopes of what stands in it; the first `outer` of them are those of its marks too.
    scopes: Vec<Scope>,
    outer: usize,
    /// Patterns that hold in all that is within.
    prototypes: Vec<&'static Context>,
    /// What its patterns may refer to: the match that opened it, and patterns filled in with it.
    opened_by: Option<Rc<(Rc<Region>, String)>>,
    filled: HashMap<*const MatchPattern, Option<Regex>>,
}

/// A match that was found.
struct Found {
    region: Rc<Region>,
    pattern: &'static MatchPattern,
    of_prototype: bool,
}

/// What comes next.
enum Next {
    Match(Found),
    /// Only matches that would lead round in a circle.
    Stuck,
    Nothing,
}

type Cache = HashMap<*const MatchPattern, Option<Rc<Region>>>;

impl Walk {
    /// At the beginning of a block of `steps` steps at most.
    pub(super) fn new(grammar: &SyntaxReference, steps: usize) -> Option<Self> {
        let context = start(grammar)?.resolve(&GRAMMARS).ok()?;
        let first = Level {
            context,
            state: 0,
            scopes: context.meta_content_scope.clone(),
            outer: 0,
            prototypes: Vec::new(),
            opened_by: None,
            filled: HashMap::new(),
        };
        Some(Walk {
            levels: vec![first],
            entered: Vec::new(),
            prototypes: HashMap::new(),
            scratch: Region::new(),
            steps,
        })
    }

    /// Goes through a line, which has to end in a line end, and gives its pieces to `emit`, in
    /// order. False where the walk ends: too many steps.
    pub(super) fn line(
        &mut self,
        line: &str,
        emit: &mut dyn FnMut(Range<usize>, &[Scope]),
    ) -> bool {
        let mut cache = Cache::new();
        let (mut at, mut told) = (0, 0);
        let mut seen = vec![self.state()];
        loop {
            let Some(left) = self.steps.checked_sub(1) else { return false };
            self.steps = left;
            let next = match seen.len() {
                0..STANDING => self.next(line, at, &seen, &mut cache),
                _ => Next::Stuck,
            };
            let found = match next {
                Next::Match(found) => found,
                Next::Nothing => break,
                Next::Stuck => match line.get(at..).and_then(|rest| rest.chars().next()) {
                    Some(c) => {
                        at += c.len_utf8();
                        seen = vec![self.state()];
                        continue;
                    }
                    None => break,
                },
            };
            let Some((from, to)) = found.region.pos(0) else { break };
            if let Some(top) = self.levels.last().filter(|_| told < from) {
                emit(told..from, &top.scopes);
            }
            told = to;
            let outer = self.step(line, &found);
            pieces(&found, outer, emit);
            if to > at {
                seen.clear();
                at = to;
            }
            seen.push(self.state());
        }
        if let Some(top) = self.levels.last().filter(|_| told < line.len()) {
            emit(told..line.len(), &top.scopes);
        }
        true
    }

    fn state(&self) -> u64 {
        self.levels.last().map_or(0, |level| level.state)
    }

    /// The first match from `at` on; where several begin at one place, that of the first pattern.
    fn next(&mut self, line: &str, at: usize, seen: &[u64], cache: &mut Cache) -> Next {
        while self.entered.last().is_some_and(|height| *height >= self.levels.len()) {
            self.entered.pop();
        }
        let Some(top) = self.levels.len().checked_sub(1) else { return Next::Nothing };
        let lowest = self.entered.last().copied().unwrap_or(0);
        let mut chain: Vec<(&'static Context, usize, bool)> = Vec::new();
        for (height, level) in self.levels.iter().enumerate().skip(lowest) {
            chain.extend(level.prototypes.iter().map(|context| (*context, height, true)));
        }
        let own = self.levels.get(top).map(|level| level.context);
        if let Some(prototype) = own.and_then(|context| context.prototype)
            && let Some(context) = self.prototype(prototype)
        {
            chain.push((context, top, false));
        }
        chain.extend(own.map(|context| (context, top, false)));

        let (mut best, mut stuck): (Option<(usize, Found)>, bool) = (None, false);
        for (context, height, of_prototype) in chain {
            for (context, index) in context_iter(&GRAMMARS, context) {
                let Some(Pattern::Match(pattern)) = context.patterns.get(index) else { continue };
                let Some(region) = self.search(line, at, pattern, height, cache) else { continue };
                let Some((from, to)) = region.pos(0) else { continue };
                if best.as_ref().is_some_and(|(earliest, _)| from >= *earliest) {
                    continue;
                }
                match &pattern.operation {
                    MatchOperation::None if from == to => continue,
                    MatchOperation::Push(_) if self.levels.len() >= DEPTH => continue,
                    _ => {}
                }
                if to == at && seen.contains(&self.state_after(&pattern.operation)) {
                    stuck = true;
                    continue;
                }
                let found = Found { region, pattern, of_prototype };
                if from == at {
                    return Next::Match(found);
                }
                best = Some((from, found));
            }
        }
        match best {
            _ if stuck => Next::Stuck,
            Some((_, found)) => Next::Match(found),
            None => Next::Nothing,
        }
    }

    /// The first match of a pattern from `at` on.
    fn search(
        &mut self,
        line: &str,
        at: usize,
        pattern: &'static MatchPattern,
        height: usize,
        cache: &mut Cache,
    ) -> Option<Rc<Region>> {
        let key: *const MatchPattern = pattern;
        let level = self.levels.get_mut(height)?;
        let region = &mut self.scratch;
        if let Some(opened_by) = level.opened_by.clone().filter(|_| pattern.has_captures) {
            let fill = || {
                let filled = pattern.regex_with_refs(&opened_by.0, &opened_by.1);
                Regex::try_compile(filled.regex_str()).is_none().then_some(filled)
            };
            let filled = level.filled.entry(key).or_insert_with(fill).as_ref()?;
            let found = filled.search(line, at, line.len(), Some(region));
            return found.then(|| Rc::new(region.clone()));
        }
        if let Some(known) = cache.get(&key) {
            // What was not found before is not found further on; a match ahead still stands.
            let known = known.as_ref()?;
            if known.pos(0).is_some_and(|(from, _)| from >= at) {
                return Some(Rc::clone(known));
            }
        }
        let found = pattern.regex().search(line, at, line.len(), Some(region));
        let found = found.then(|| Rc::new(region.clone()));
        cache.insert(key, found.clone());
        found
    }

    fn prototype(&mut self, id: ContextId) -> Option<&'static Context> {
        *self.prototypes.entry(id).or_insert_with(|| {
            let direct = serde_json::json!({ "Direct": id });
            let reference: ContextReference = serde_json::from_value(direct).ok()?;
            resolve(&reference)
        })
    }

    /// The state that an operation would lead to.
    fn state_after(&self, operation: &MatchOperation) -> u64 {
        let below = |count: usize| {
            let height = self.levels.len().checked_sub(count + 1);
            height.and_then(|height| self.levels.get(height)).map_or(0, |level| level.state)
        };
        match operation {
            MatchOperation::None => below(0),
            MatchOperation::Pop => below(1),
            MatchOperation::Push(to) => to.iter().fold(below(0), state_within),
            MatchOperation::Set(to) => to.iter().fold(below(1), state_within),
        }
    }

    /// Does what the match asks for. Gives the scopes of what was matched.
    fn step(&mut self, line: &str, found: &Found) -> Vec<Scope> {
        let Some(top) = self.levels.last() else { return Vec::new() };
        let outer = || top.scopes.get(..top.outer).unwrap_or_default().to_vec();
        if found.of_prototype && !matches!(found.pattern.operation, MatchOperation::None) {
            self.entered.push(self.levels.len());
        }
        let (mut scopes, inherited, entered) = match &found.pattern.operation {
            MatchOperation::None => return top.scopes.clone(),
            MatchOperation::Pop => {
                let scopes = outer();
                // The first is never left.
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                return scopes;
            }
            MatchOperation::Push(to) => (top.scopes.clone(), Vec::new(), to),
            MatchOperation::Set(to) => {
                let (scopes, inherited) = (outer(), top.prototypes.clone());
                self.levels.pop();
                (scopes, inherited, to)
            }
        };
        for (index, reference) in entered.iter().enumerate() {
            let Some(context) = resolve(reference) else { continue };
            // A prototype stays where its context is replaced, and comes with the last that is
            // entered.
            let mut prototypes = if index == 0 { inherited.clone() } else { Vec::new() };
            if index + 1 == entered.len() {
                prototypes.extend(found.pattern.with_prototype.as_ref().and_then(resolve));
            }
            let refers = context.uses_backrefs || prototypes.iter().any(|p| p.uses_backrefs);
            let below = self.levels.last();
            let mut own = below.map(|level| level.scopes.clone()).unwrap_or_default();
            for scopes in [&mut own, &mut scopes] {
                match context.clear_scopes {
                    Some(ClearAmount::All) => scopes.clear(),
                    Some(ClearAmount::TopN(n)) => {
                        scopes.truncate(scopes.len().saturating_sub(n));
                    }
                    None => {}
                }
                scopes.extend(&context.meta_scope);
            }
            let outer = own.len();
            own.extend(&context.meta_content_scope);
            let state = state_within(below.map_or(0, |level| level.state), reference);
            self.levels.push(Level {
                context,
                state,
                scopes: own,
                outer,
                prototypes,
                opened_by: refers.then(|| Rc::new((found.region.clone(), line.to_owned()))),
                filled: HashMap::new(),
            });
        }
        scopes
    }
}

/// Gives the pieces of a match: where captures have scopes of their own, these are within those of
/// the whole.
fn pieces(found: &Found, mut scopes: Vec<Scope>, emit: &mut dyn FnMut(Range<usize>, &[Scope])) {
    let Some((from, to)) = found.region.pos(0).filter(|(from, to)| from < to) else { return };
    scopes.extend(&found.pattern.scope);
    let mut captures: Vec<(usize, usize, &[Scope])> = Vec::new();
    for (number, scopes) in found.pattern.captures.iter().flatten() {
        // Captures may lie beyond the match, in what it only looks at.
        let range = found.region.pos(*number).map(|(a, b)| (a.max(from), b.min(to)));
        captures.extend(range.filter(|(a, b)| a < b).map(|(a, b)| (a, b, scopes.as_slice())));
    }
    if captures.is_empty() {
        return emit(from..to, &scopes);
    }
    // The outer before the inner.
    captures.sort_by_key(|(a, b, _)| (*a, std::cmp::Reverse(*b)));
    let mut ends: Vec<usize> = captures.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    ends.extend([from, to]);
    ends.sort_unstable();
    ends.dedup();
    for piece in ends.windows(2) {
        let [a, b] = piece else { continue };
        let mut within = scopes.clone();
        for (_, _, more) in captures.iter().filter(|(from, to, _)| from <= a && b <= to) {
            within.extend(*more);
        }
        emit(*a..*b, &within);
    }
}

fn resolve(reference: &ContextReference) -> Option<&'static Context> {
    reference.resolve(&GRAMMARS).ok()
}

fn state_within(outer: u64, reference: &ContextReference) -> u64 {
    let mut hasher = DefaultHasher::new();
    (outer, reference.id().ok()).hash(&mut hasher);
    hasher.finish()
}

/// The context in which a grammar begins: the only one that has its scope and one pattern, which
/// reads nothing. syntect keeps it to itself.
fn start(grammar: &SyntaxReference) -> Option<&'static ContextReference> {
    let index = GRAMMARS.syntaxes().iter().position(|other| std::ptr::eq(other, grammar))?;
    let find = || {
        (0..).map_while(|context| direct(index, context)).find(|reference| {
            resolve(reference).is_some_and(|context| {
                let [Pattern::Match(only)] = context.patterns.as_slice() else { return false };
                context.meta_content_scope == [grammar.scope] && only.regex().regex_str().is_empty()
            })
        })
    };
    STARTS.get(index)?.get_or_init(find).as_ref()
}

/// The reference to a context by its numbers; none where there is no such context.
fn direct(grammar: usize, context: usize) -> Option<ContextReference> {
    let id = serde_json::json!({ "syntax_index": grammar, "context_index": context });
    let reference = serde_json::from_value(serde_json::json!({ "Direct": id })).ok()?;
    resolve(&reference).map(|_| reference)
}

#[cfg(test)]
mod tests {
    use super::{GRAMMARS, Pattern, Regex, direct, resolve, start};

    /// All contexts of all grammars: each grammar begins somewhere, every pattern can be compiled
    /// (syntect panics where one can't).
    #[test]
    fn every_grammar_begins_and_every_pattern_is_one() {
        let mut patterns = 0;
        for (index, grammar) in GRAMMARS.syntaxes().iter().enumerate() {
            assert!(start(grammar).is_some(), "{}", grammar.name);
            for context in (0..).map_while(|context| direct(index, context)) {
                for pattern in resolve(&context).into_iter().flat_map(|context| &context.patterns) {
                    if let Pattern::Match(pattern) = pattern {
                        let regex = pattern.regex().regex_str();
                        let refers = pattern.has_captures;
                        assert!(refers || Regex::try_compile(regex).is_none(), "{regex}");
                        patterns += 1;
                    }
                }
            }
        }
        assert!(patterns > 10_000, "{patterns}");
    }
}
