import type { PolicyDocument, PolicyType } from '$lib/api/policies';
import { ACTIONS, CONDITIONS, RULES, type FieldKind, type PolicyField } from './policy-fields';

/** A policy document as a plain object, as the API takes it. */
export type Plain = Record<string, unknown>;

/** What is typed: the head by its names, and everything else by its path. */
export interface PolicyForm {
	name: string;
	description: string;
	type: PolicyType;
	enforcement_level: string;
	priority: string;
	severity: string;
	level: string;
	ids: string[];
	values: Record<string, string>;
	/** What the form was filled from; what it has no place for stays as it is there. */
	base: Plain;
}

export const BLANK: Plain = { name: '', type: 'usage', scope: { level: 'organization', ids: [] } };

/** What a shown policy says, without what only its view has. */
export function documentOf(shown: PolicyDocument): Plain {
	const { name, description, type, enforcement_level, priority, severity, scope, conditions, rules, actions } = shown;
	const { exceptions, inheritance, overridable, effective_from, effective_until, tests } = shown;
	return {
		name,
		description,
		type,
		enforcement_level,
		priority,
		severity,
		scope,
		inheritance,
		overridable,
		...(effective_from && { effective_from }),
		...(effective_until && { effective_until }),
		conditions,
		rules,
		actions,
		exceptions,
		tests
	};
}

const FIELDS: PolicyField[] = [...Object.values(RULES).flat(), ...CONDITIONS, ...ACTIONS];

/** The fields that the form has for a type. */
export function fieldsOf(type: PolicyType): PolicyField[] {
	return [...RULES[type], ...CONDITIONS, ...ACTIONS];
}

export function fillForm(document: Plain): PolicyForm {
	const type = isType(document.type) ? document.type : 'usage';
	const scope = isPlain(document.scope) ? document.scope : {};
	const values = FIELDS.map((field): [string, string] => [field.path, typedField(field, document)]);
	return {
		name: text(document.name),
		description: text(document.description),
		type,
		enforcement_level: text(document.enforcement_level) || 'strict',
		priority: text(document.priority ?? 100),
		severity: text(document.severity) || 'medium',
		level: text(scope.level) || 'organization',
		ids: Array.isArray(scope.ids) ? scope.ids.map(text) : [],
		values: Object.fromEntries(values),
		base: document
	};
}

/** The document that was typed: that of the form's base with the form's fields put in. */
export function readForm(form: PolicyForm): Plain {
	const kept: Plain = structuredClone(form.base);
	if (kept.type !== form.type) kept.rules = {};
	const document: Plain = {
		...kept,
		name: form.name.trim(),
		description: form.description.trim(),
		type: form.type,
		enforcement_level: form.enforcement_level,
		priority: read('whole', form.priority) ?? 100,
		severity: form.severity,
		scope: { level: form.level, ids: form.level === 'organization' ? [] : form.ids }
	};
	for (const field of fieldsOf(form.type)) {
		const now = form.values[field.path] ?? '';
		// What nobody touched stays to the letter, a default that was said at length too.
		if (now !== typedField(field, kept)) put(document, field.path.split('.'), read(field.kind, now), true);
	}
	return document;
}

/** Names of what a document says that the form has no place for. */
export function onlyInSource(document: Plain): string[] {
	const { type } = document;
	if (!isType(type)) return [];
	const known = new Set(fieldsOf(type).flatMap(({ path }) => [path, path.split('.').slice(0, 2).join('.')]));
	const inside = ['conditions', 'rules', 'actions'].flatMap((section) =>
		Object.keys(isPlain(document[section]) ? document[section] : {}).map((name) => `${section}.${name}`)
	);
	const lists = ['exceptions', 'tests'].filter((name) => Array.isArray(document[name]) && document[name].length > 0);
	const rest = ['effective_from', 'effective_until'].filter((name) => document[name]);
	return [...inside.filter((path) => !known.has(path)), ...lists, ...rest];
}

/** The form's field that an offending path of the API belongs to. */
export function fieldFor(path: string, paths: readonly string[]): string | undefined {
	const within = paths.filter((one) => path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`));
	return within.sort((a, b) => b.length - a.length)[0];
}

/** The value at a path of a document. */
export function valueAt(document: Plain, path: string): unknown {
	return path.split('.').reduce<unknown>((value, name) => (isPlain(value) ? value[name] : undefined), document);
}

/** Sets a value, or takes it out with what it leaves empty; the sections of a document stay. */
function put(target: Plain, [name = '', ...rest]: string[], value: unknown, isSection = false): void {
	if (rest.length === 0) {
		if (value === undefined) delete target[name];
		else target[name] = value;
		return;
	}
	const inner = isPlain(target[name]) ? target[name] : {};
	put(inner, rest, value);
	if (isSection || Object.keys(inner).length > 0) target[name] = inner;
	else delete target[name];
}

const NUMBER = /^-?\d+(\.\d+)?$/;

const READERS: Record<FieldKind, (typed: string) => unknown> = {
	text: (typed) => typed,
	code: (typed) => typed,
	choice: (typed) => ({ true: true, false: false })[typed] ?? typed,
	usd: (typed) => typed.replaceAll(',', ''),
	whole: numeral,
	number: numeral,
	list: (typed) => split(typed, ','),
	numbers: (typed) => split(typed, ',').map(numeral),
	lines: (typed) => split(typed, '\n'),
	patterns: (typed) => split(typed, '\n').map(readPattern),
	tags: (typed) => readPairs(typed, (value) => split(value, ',')),
	pairs: (typed) => readPairs(typed, (value) => value)
};

/** What was typed as a value of the document; undefined for nothing. A wrong number goes as it is: the API says why. */
export function read(kind: FieldKind, typed: string): unknown {
	const trimmed = typed.trim();
	return trimmed === '' ? undefined : READERS[kind](trimmed);
}

function numeral(typed: string): number | string {
	const plain = typed.replaceAll(',', '');
	return NUMBER.test(plain) ? Number(plain) : typed;
}

function split(typed: string, by: string): string[] {
	return typed.split(by).map((one) => one.trim()).filter(Boolean);
}

/** `name: expression`; a line that begins with a colon has no name. */
function readPattern(line: string): { name?: string; pattern: string } {
	const [, name, pattern] = /^([A-Za-z][\w .-]*)?:\s+(.+)$/.exec(line) ?? [];
	return pattern === undefined ? { pattern: line } : { ...(name && { name }), pattern };
}

function readPairs(typed: string, value: (right: string) => unknown): Plain {
	const pairs = split(typed, '\n').map((line) => {
		const [name = '', ...rest] = line.split('=');
		return [name.trim(), value(rest.join('=').trim())];
	});
	return Object.fromEntries(pairs);
}

/** A choice that is none of its options is the first one said at length. */
function typedField({ path, kind, options }: PolicyField, document: Plain): string {
	const value = typed(kind, valueAt(document, path));
	return options && !options.some(([known]) => known === value) ? '' : value;
}

/** A value of a document as it is typed. */
function typed(kind: FieldKind, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (kind === 'patterns' && Array.isArray(value)) return value.map(patternLine).join('\n');
	if (Array.isArray(value)) return value.map(text).join(kind === 'list' || kind === 'numbers' ? ', ' : '\n');
	if (!isPlain(value)) return text(value);
	return Object.entries(value)
		.map(([name, one]) => `${name} = ${Array.isArray(one) ? one.map(text).join(', ') : text(one)}`)
		.join('\n');
}

function patternLine(entry: unknown): string {
	if (!isPlain(entry)) return text(entry);
	const pattern = text(entry.pattern);
	if (entry.name) return `${text(entry.name)}: ${pattern}`;
	return 'name' in readPattern(pattern) ? `: ${pattern}` : pattern;
}

function isType(value: unknown): value is PolicyType {
	return typeof value === 'string' && value in RULES;
}

export function isPlain(value: unknown): value is Plain {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
