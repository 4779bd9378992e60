"""From a question to an answer one can sign for: understand, find, choose, cite, verify, or refuse."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial

from corpus.answers import Answer, Message, Source
from corpus.catalogue import Catalogue
from corpus.store import Store
from corpus.types import Filters
from index.cross_encoder import CrossEncoder, bundled_cross_encoder
from index.embed import Embedder
from service.aside_text import open_asides
from service.choose import choose
from service.chosen import Chosen
from service.cite import Citer, Places
from service.clock import Clock
from service.compare import compare, compared_projects
from service.compose import compose, compose_lookup
from service.draft import LOOKED_UP, Draft, counted, drafted, frame, of_lookup
from service.events import NO_FILTERS, Answered, Drafted, Event, SourcesFound, TextPiece
from service.find import FOUND, Finder, Searches, mostly_under
from service.generate import Model
from service.headed import Headings
from service.judge import Judge
from service.learnt import Learnt, load_learnt
from service.lookup import Register
from service.lookups import looked_up
from service.names import NameBook
from service.premise import correction
from service.prepare import Prepared
from service.question import Question, language_in
from service.question_guard import blocked
from service.reading import Reader
from service.refuse import chance
from service.refuse_text import PLAIN, refusal_text
from service.relation import alone_of, tells
from service.score import Scored, Scorer
from service.score_words import Vocabulary
from service.second_reading import SecondReading
from service.shown import by_best_sentence, shown
from service.suggest import Suggester, readings
from service.summary import summed_up
from service.thread import WHICH, Condensed
from service.trace import CANDIDATE, COMPARED, OTHER, READING, REFUSED, decimal, percent, understanding
from service.unsaid import least_sure, tells_news
from service.verify import Verifier
from service.views import Views
from service.word_table import count_words
from service.wording import ByRule, Wording


class Answerer:
    """Answers questions from one store and its index. Holds no state of a conversation."""

    def __init__(
        self, store: Store, retriever: Searches, embedder: Embedder, catalogue: Catalogue, *, threshold: float = 0.5,
        model: Model | None = None, learnt: Learnt | None = None, prepared: Prepared | None = None,
        encoder: CrossEncoder | None = None, name: str = "",
    ) -> None:  # fmt: skip
        """threshold: the least probability that the material answers at which an answer is shown.

        model: the language model that words answers, None for word-for-word ones. learnt: the weights; the shipped
        ones when None. prepared: what the index knows of the passages; worked out from the store when None.
        encoder: reads the best candidates with the question; the bundled one when None. name: the service's.
        """
        learnt = learnt or load_learnt()
        self._store = store
        self._catalogue = catalogue
        finder = Finder(store, retriever)
        self.sources, self._found = finder.find, finder.distinct
        table = prepared.words if prepared else count_words(store.iter_passages())
        self._names = NameBook(store, catalogue, table)
        self._vocabulary = Vocabulary(table, embedder, vectors=prepared.vectors if prepared else None)
        views = Views(embedder, self._vocabulary, self._names, prepared)
        self._judge = Judge(learnt.refusal, embedder, self._vocabulary, views, self._names)
        self.scorer = Scorer(embedder, self._vocabulary, views, weights=learnt.ranker)
        self.reading = SecondReading(encoder or bundled_cross_encoder(), weight=learnt.reading)
        self._places = Places(store, {d.id: d.published for d in catalogue.documents})
        self._threshold = threshold
        self._headings = Headings(store, self._names)
        self._suggester = Suggester(store, self._names)
        self._model = model
        self._asides = open_asides(name, model, self._names)
        self._verifier = Verifier(embedder, self._vocabulary, self._names) if model else None

    def stream(
        self, question: str, *, history: Sequence[Message] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Event, None, None]:
        """The events of one answer; a TextPiece a sentence."""
        clock = Clock()
        wording = Wording(self._model, self._verifier, self._names) if self._model and self._verifier else None
        reader = self._reader(filters)
        plain, aside = reader.plain(question), self._asides.reply(question)
        history = self._asides.left_out(history)
        condensed = Condensed(plain) if aside else reader.condensed(plain, history)
        if wording:
            condensed = wording.condense(plain, history, condensed)
            clock.lap("condense")
        asked = reader.understood(condensed, language_in(question))
        clock.lap("understand")
        if reply := PLAIN.get(blocked(question, names_person=bool(asked.values("person"))), aside):
            yield SourcesFound(())
            yield TextPiece(reply)
            answer = drafted(question, condensed, asked, reply, clock, status="not_found")
            yield Answered(counted(answer, wording))
            return
        chosen = Chosen(self._store, filters)
        headed = self._headings.sources(condensed.text, chosen) or summed_up(asked, chosen)
        sources = headed or self._found(condensed.text, filters=filters, alone=alone_of(asked))
        clock.lap("retrieve")
        yield from self._answered(question, condensed, asked, sources, clock, wording, chosen, named=bool(headed))

    def search(self, query: str, *, k: int, filters: Filters = NO_FILTERS) -> list[Source]:
        """At most k passages: the best of what is found by their sentences, then the rest as found; ranked anew."""
        found = self.sources(query, k=max(k, FOUND), filters=filters)
        scored = self.scored(self._reader(filters).alone(query), found[:FOUND])
        ranked = [*by_best_sentence(found[:FOUND], scored), *found[FOUND:]]
        return [replace(source, rank=n) for n, source in enumerate(ranked[:k], start=1)]

    def read(
        self, question: str, history: Sequence[Message] = (), *, filters: Filters = NO_FILTERS
    ) -> tuple[Question, list[Source]]:
        """The question as it is understood, and what is found for it."""
        reader = self._reader(filters)
        condensed = reader.condensed(reader.plain(question), self._asides.left_out(history))
        asked = reader.understood(condensed, language_in(question))
        return asked, self._found(condensed.text, filters=filters, alone=alone_of(asked))

    def _reader(self, filters: Filters) -> Reader:
        return Reader(self._names, self._vocabulary, self.scorer, lambda query: self._found(query, filters=filters))

    def refusal_features(self, asked: Question, sources: Sequence[Source]) -> dict[str, float]:
        """What the probability of an answer is judged by; {} when nothing was found."""
        return self._judge.features(asked, self.scored(asked, sources), sources)

    def scored(self, asked: Question, sources: Sequence[Source]) -> list[Scored]:
        """Every span of the sources, best first; the best of them read together with the question."""
        return self.reading(asked, self.scorer.score(asked, sources))

    def _answered(
        self, question: str, condensed: Condensed, asked: Question, sources: list[Source], clock: Clock,
        wording: Wording | None, chosen: Chosen, *, named: bool,
    ) -> Generator[Event, None, None]:  # fmt: skip
        """named: the question names the heading that the sources stand under, and so is answered by them."""
        citer, register = Citer(self._store, self._places), Register(chosen, self._catalogue, self._names)
        found = None if named else self._looked_up(asked, sources, citer, register, chosen)
        found = found if found or named else self._compared(asked, citer, chosen)
        least = 0.0 if named else least_sure(asked, self._threshold)
        draft = found or self._extracted(asked, sources, citer, threshold=least, clock=clock)
        citer = citer if tells_news(asked, "".join(draft.pieces), citer.citations) else Citer(self._store, self._places)
        unclear, ranked = register.unclear(asked), draft.sources or sources
        refuse = partial(self._refused, asked, ranked, register, draft)
        pieces = [WHICH] if unclear else draft.pieces if citer.citations else [refuse()]
        beside = shown(ranked, () if draft.sources else citer.sources)
        yield SourcesFound(beside)
        clock.lap("answer")
        answer = drafted(
            question, condensed, asked, "".join(pieces), clock,
            status="clarify" if unclear else "answered" if citer.citations else "not_found",
            citations=() if unclear else citer.citations,
            sources=beside, confidence=draft.confidence if citer.citations or not draft.pieces else 0.0,
            trace=(*understanding(condensed, asked, self._names), *draft.trace),
            suggestions=readings(asked, unclear) if unclear else self._suggester.suggest(asked, sources),
        )  # fmt: skip
        yield Drafted(answer)
        if wording and draft.extracted and answer.status == "answered":
            again = partial(self._extracted, asked, sources, threshold=least, clock=Clock())
            by_rule = ByRule(lambda new: again(new).pieces, refuse)
            yield from self._worded(wording, answer, asked, by_rule, clock, chosen.filters)
        else:
            yield from (TextPiece(piece) for piece in pieces)
            yield Answered(counted(answer, wording))

    def _worded(
        self, wording: Wording, answer: Answer, asked: Question, by_rule: ByRule, clock: Clock, filters: Filters
    ) -> Generator[Event, None, None]:
        """The answer in a language model's words, then what it would ask next."""
        beside = answer.sources
        answer = yield from wording.reword(answer, asked, beside, Citer(self._store, self._places), by_rule)
        clock.lap("wording")
        yield Answered(counted(replace(answer, timings_ms=clock.total()), wording))
        if answer.mode == "generated" and not answer.notice:
            answers = partial(self._answers, filters)
            yield from wording.suggest(asked, beside, answer.suggestions, answers=answers)

    def _answers(self, filters: Filters, question: str) -> bool:
        """True when what the filters let through answers the question, as far as can be told."""
        asked, sources = self.read(question, filters=filters)
        scored = self.scored(asked, sources)
        return bool(scored) and self._judge(asked, scored, sources).sure >= self._threshold

    def _looked_up(
        self, asked: Question, sources: Sequence[Source], citer: Citer, register: Register, chosen: Chosen
    ) -> Draft | None:
        find = partial(self._found, filters=chosen.filters)
        found = looked_up(
            asked, sources, register=register, chosen=chosen, catalogue=self._catalogue, names=self._names,
            vocabulary=self._vocabulary, find=find,
        )  # fmt: skip
        pieces = compose_lookup(found, citer) if found else []
        if not found or (found.rows and not pieces):
            return None
        return of_lookup(found, [frame(asked), *pieces] if pieces else [], sources)

    def _compared(self, asked: Question, citer: Citer, chosen: Chosen) -> Draft | None:
        projects = compared_projects(asked, self._names, project_about=partial(self._project_about, chosen.filters))
        table = compare(asked, projects, chosen=chosen, citer=citer, names=self._names) if projects else ""
        return Draft([frame(asked), table], LOOKED_UP, ((COMPARED, ", ".join(projects)),)) if table else None

    def _project_about(self, filters: Filters, words_on_it: str) -> str:
        return mostly_under(self._found(words_on_it, filters=filters), words_on_it)

    def _extracted(
        self, asked: Question, sources: Sequence[Source], citer: Citer, *, threshold: float, clock: Clock
    ) -> Draft:
        scored = self.scorer.score(asked, sources)
        clock.lap("score")
        scored = self.reading(asked, scored)
        ranked = tuple(by_best_sentence(sources, scored))
        clock.lap("read")
        choice = choose(asked, scored, names=self._names, vocabulary=self._vocabulary)
        judged = self._judge(asked, choice.judged, sources)
        sure = 0.0 if not choice.chosen else max(judged.sure, threshold) if tells(asked) else judged.sure
        clock.lap("judge")
        trace = [(CANDIDATE, f"{decimal(s.score)}  {' '.join(s.candidate.text.split())}") for s in choice.scored[:8]]
        trace.append((READING, ", ".join(percent(chance(s.read)) for s in choice.scored if s.read is not None)))
        trace.append(("Sandsynlighed for svar", f"{percent(sure)} (der svares fra {percent(threshold)})"))
        if sure < threshold:
            trace += [REFUSED[judged.why]] if judged.why else [OTHER] if judged.elsewhere else []
            silent = asked.asked().values("person") if judged.why == "unsaid" else ()
            return Draft([], sure, tuple(trace), elsewhere=judged.elsewhere, silent=silent, sources=ranked)
        corrected = correction(asked, choice.chosen, names=self._names)
        pieces, verdicts = compose(choice.chosen, citer=citer, names=self._names, intro=corrected)
        trace += [("Forudsætning rettet", corrected)] if corrected else []
        trace += [("Ikke dækket, udeladt", v.shown) for v in verdicts if not v.supported]
        return Draft([frame(asked), *pieces], sure, tuple(trace), extracted=True, sources=ranked)

    def _refused(self, asked: Question, sources: Sequence[Source], register: Register, draft: Draft) -> str:
        if draft.elsewhere or draft.silent:
            return refusal_text(asked, (), label=self._places.label, silent=draft.silent, within=register.within)
        nearest = () if asked.goes_on else tuple(s.passage.project for s in sources[:1])
        project = next(iter((*asked.asked().projects(), *nearest)), "")
        return refusal_text(
            asked, sources, label=self._places.label, coordinators=register.coordinators(project),
            project=self._names.title(project), besides=draft.besides, within=register.within,
        )  # fmt: skip
