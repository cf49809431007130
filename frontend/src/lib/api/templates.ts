import { api, dataOf, type Fetch, type Schemas } from './client';

export type TemplateSummary = Schemas['TemplateSummary'];
export type Template = Schemas['TemplateView'];
export type Parameter = Schemas['ParameterView'];
export type Instantiation = Schemas['InstantiationBody'];

export async function listTemplates(fetch: Fetch, signal?: AbortSignal): Promise<TemplateSummary[]> {
	return (await dataOf(api(fetch).GET('/api/v1/policy-templates', { signal }))).items;
}

export function fetchTemplate(fetch: Fetch, id: string, signal?: AbortSignal): Promise<Template> {
	const params = { path: { template_id: id } };
	return dataOf(api(fetch).GET('/api/v1/policy-templates/{template_id}', { params, signal }));
}

/** Makes all policies of a template, or none. */
export async function instantiate(fetch: Fetch, id: string, body: Instantiation, attempt: string) {
	const params = { path: { template_id: id } };
	const headers = { 'idempotency-key': attempt };
	return (await dataOf(api(fetch).POST('/api/v1/policy-templates/{template_id}/instantiate', { params, body, headers }))).items;
}
