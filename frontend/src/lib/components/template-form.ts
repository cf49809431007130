import type { Parameter } from '$lib/api/templates';

/** What is typed for a template: its parameters by name, and whom it is for. */
export interface TemplateForm {
	values: Record<string, string>;
	level: string;
	ids: string[];
}

export function fillTemplate(parameters: readonly Parameter[]): TemplateForm {
	const values = parameters.map(({ name, default: preset }) => [name, typed(preset)]);
	return { values: Object.fromEntries(values), level: 'organization', ids: [] };
}

export interface ReadTemplate {
	parameters: Record<string, unknown>;
	/** What is wrong, by parameter. */
	errors: Record<string, string>;
}

/** The parameters as the API takes them; what was emptied takes its default there. */
export function readTemplate(parameters: readonly Parameter[], form: TemplateForm): ReadTemplate {
	const read: ReadTemplate = { parameters: {}, errors: {} };
	for (const parameter of parameters) {
		const { name, type, required } = parameter;
		if (type === 'scope') {
			read.parameters[name] = form.level === 'organization' ? 'organization' : { level: form.level, ids: form.ids };
			continue;
		}
		const text = (form.values[name] ?? '').trim();
		if (text === '' && required) read.errors[name] = 'This has no default: say it.';
		if (text !== '') read.parameters[name] = valueOf(type, text);
	}
	return read;
}

/** An example of what a parameter might be, as it would be typed. */
export function exampleOf({ example }: Parameter): string | undefined {
	return typed(example) || undefined;
}

function valueOf(type: string, text: string): unknown {
	if (type === 'list') return text.split(/[,\n]/).map((one) => one.trim()).filter(Boolean);
	if (type === 'flag') return text === 'true';
	const plain = text.replaceAll(',', '');
	if (type === 'usd') return plain;
	return (type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}

function typed(value: unknown): string {
	if (value === undefined || value === null) return '';
	return Array.isArray(value) ? value.join(', ') : String(value);
}
