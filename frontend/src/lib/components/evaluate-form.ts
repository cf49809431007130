import type { EvaluationBody } from '$lib/api/policies';
import { read } from './policy-form';

/** A call that nobody made, as it is typed. */
export interface EvaluateForm {
	model: string;
	user: string;
	cost: string;
	inputTokens: string;
	maxOutput: string;
	tags: string;
	content: string;
	output: string;
}

export const NO_CALL: EvaluateForm = {
	model: '',
	user: '',
	cost: '',
	inputTokens: '',
	maxOutput: '',
	tags: '',
	content: '',
	output: ''
};

/** The body of an evaluation: only what was said. */
export function readEvaluation(form: EvaluateForm, version: number): EvaluationBody {
	const request = {
		model: read('text', form.model),
		estimated_cost_usd: read('usd', form.cost),
		input_tokens: read('whole', form.inputTokens),
		max_output_tokens: read('whole', form.maxOutput),
		tags: oneEach(read('tags', form.tags))
	};
	const subject = { user: read('text', form.user) };
	return {
		version,
		request: said(request),
		subject: said(subject),
		...(form.content && { content: form.content }),
		...(form.output && { output: form.output })
	};
}

/** A call has one value of each tag, where a condition has several. */
function oneEach(tags: unknown): Record<string, string> | undefined {
	if (typeof tags !== 'object' || tags === null) return undefined;
	return Object.fromEntries(Object.entries(tags).map(([name, values]) => [name, String(values)]));
}

function said(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
