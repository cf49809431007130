// Written by `npm run types` from functions/status/openapi.json.

export interface paths {
    "/api/v1/admin/bootstrap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up the first organization and its owner, once */
        post: operations["bootstrap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_api_keys"];
        put?: never;
        /** Create */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_api_key"];
        put?: never;
        post?: never;
        /** Revoke */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_api_key"];
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_approvals"];
        put?: never;
        /** Ask */
        post: operations["create_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_approval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve */
        post: operations["approve_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw what one asked for */
        post: operations["cancel_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject */
        post: operations["reject_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what was approved */
        post: operations["revoke_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Budgets as they stand in their current period */
        get: operations["budgets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every charge of a span of time, as CSV or JSON */
        get: operations["export_costs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spend in a span of time, by group */
        get: operations["cost_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: operations["get_docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["get_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_organizations"];
        put?: never;
        /** Found */
        post: operations["create_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_organization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_organization"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop every model call */
        post: operations["freeze_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/unfreeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let model calls through again */
        post: operations["unfreeze_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_policies"];
        put?: never;
        /** Create */
        post: operations["create_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply files */
        post: operations["apply_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several changes: all of them, or none */
        post: operations["bulk_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/bundles/{bundle_hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was in force under a record's policy_version */
        get: operations["get_bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What everything in force would do about a call */
        post: operations["evaluate_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All policies as a file */
        get: operations["export_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What applying files would do */
        post: operations["plan_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search */
        get: operations["search_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_violations_of_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/violations/{violation_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolve */
        post: operations["resolve_violation_of_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_policy"];
        /** Replace */
        put: operations["replace_policy"];
        post?: never;
        /** Delete */
        delete: operations["delete_policy"];
        options?: never;
        head?: never;
        /** Change some fields */
        patch: operations["update_policy"];
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a version in force, now or later */
        post: operations["activate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a team, person, role or key into the scope */
        post: operations["assign_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it out of force */
        post: operations["deactivate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate a version without enforcing it */
        post: operations["start_dry_run"];
        /** End the dry run */
        delete: operations["stop_dry_run"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/effectiveness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a policy did */
        get: operations["policy_effectiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What one policy would do about a call */
        post: operations["evaluate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a policy */
        get: operations["policy_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a version would meet, by the last seven days */
        get: operations["policy_impact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a version would have done to past calls */
        post: operations["replay_past_calls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go back to a version that was in force */
        post: operations["rollback_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the policy's tests */
        post: operations["test_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions */
        get: operations["list_policy_versions"];
        put?: never;
        /** Save a version without putting it in force */
        post: operations["save_policy_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version and what it changed */
        get: operations["get_policy_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those of one policy */
        get: operations["list_policy_violations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_policy_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_policy_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-templates/{template_id}/instantiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create its policies */
        post: operations["instantiate_policy_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organization's prices */
        get: operations["prices"];
        /** Replace them */
        put: operations["put_prices"];
        post?: never;
        /** Remove them */
        delete: operations["delete_prices"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recent requests, newest first */
        get: operations["list_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request: decision, holds, price arithmetic, usage and timing */
        get: operations["get_one_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why it was decided so, and what can be done */
        get: operations["explain_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_teams"];
        put?: never;
        /** Create */
        post: operations["create_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_team"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["delete_team"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_team"];
        trace?: never;
    };
    "/api/v1/usage/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage in a span of time, by group */
        get: operations["usage_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_users"];
        put?: never;
        /** Create */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_user"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_user"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["activate_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend */
        post: operations["suspend_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_violations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_violation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge */
        post: operations["acknowledge_violation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reopen */
        post: operations["reopen_violation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolve */
        post: operations["resolve_violation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Chat completion, OpenAI dialect */
        post: operations["create_chat_completion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/embeddings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Embeddings, OpenAI dialect */
        post: operations["create_embedding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Message, Anthropic dialect */
        post: operations["create_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/count_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count tokens, Anthropic dialect */
        post: operations["count_message_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that this key may call */
        get: operations["list_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Acknowledging
         * @description Somebody has seen it, and what they make of it.
         */
        Acknowledging: {
            /** Reason */
            reason: string;
        };
        /**
         * Action
         * @description What is done about a call, from the mildest to the most severe.
         *
         *     `allow` shields the call from policies of the same type with a lower priority; `log` is written
         *     down and nothing else. `throttle` and `queue` wait a bounded time for room.
         * @enum {string}
         */
        Action: "allow" | "log" | "warn" | "clamp" | "redact" | "reroute" | "throttle" | "queue" | "require_approval" | "deny";
        /**
         * Activation
         * @description Which version (the latest, unless named), and from when on if not now.
         */
        Activation: {
            /** Version */
            version?: number | null;
            /** At */
            at?: string | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * AdjustView
         * @description What the true cost differed by from what was charged at first; negative is money back.
         */
        AdjustView: {
            /** Cost Usd */
            cost_usd: string;
            /** Reason */
            reason: string;
        };
        /**
         * AffectedView
         * @description How many there are, and the most affected of them.
         */
        AffectedView: {
            /** Count */
            count: number;
            /** Top */
            top: components["schemas"]["NamedShareView"][];
        };
        /**
         * ApiKeyChanges
         * @description Only what is sent changes. A key that an overspend froze is made active again here.
         */
        ApiKeyChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Permissions
             * @default []
             */
            permissions?: string[];
            /**
             * Models
             * @default []
             */
            models?: string[];
            /**
             * Tags
             * @default {}
             */
            tags?: {
                [key: string]: string;
            };
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "frozen" | "revoked";
            /** Expires In Days */
            expires_in_days?: number | null;
        };
        /**
         * ApiKeyView
         * @description A key, without its secret; `last4` are the last characters of its token.
         */
        ApiKeyView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Key Prefix */
            key_prefix: string;
            /** Last4 */
            last4: string;
            /** Description */
            description: string;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Permissions */
            permissions: string[];
            /** Models */
            models: string[];
            /** Tags */
            tags: {
                [key: string]: string;
            };
            /** Expires At */
            expires_at: string | null;
            /** Created By */
            created_by: string;
        };
        /**
         * AppliedView
         * @description The plan that was carried out, and the policies that it changed.
         */
        AppliedView: {
            plan: components["schemas"]["PlanView"];
            /** Policies */
            policies: components["schemas"]["PolicyView"][];
        };
        /**
         * ApprovalView
         * @description An approval as of now. `active` says whether what it gave still holds.
         */
        ApprovalView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            kind: components["schemas"]["Kind"];
            state: components["schemas"]["State"];
            /** Active */
            active: boolean;
            /** Reason */
            reason: string;
            requested_by: components["schemas"]["functions__policies__approval_schemas__ActorView"];
            /** User Id */
            user_id: string | null;
            /** Key Id */
            key_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Request Id */
            request_id: string | null;
            /** Policy Id */
            policy_id: string | null;
            /** Policy Name */
            policy_name: string | null;
            /** Policy Version */
            policy_version: number | null;
            /** Rules */
            rules: string[];
            /** Models */
            models: string[];
            /** Permissions */
            permissions: string[];
            budget_raise: components["schemas"]["RaiseView"] | null;
            /** Estimated Cost Usd */
            estimated_cost_usd: string | null;
            /** Approvers */
            approvers: string[];
            /** Required */
            required: number;
            /** Approvals */
            approvals: components["schemas"]["VoteView"][];
            grant: components["schemas"]["GrantForm"];
            /** Until */
            until: string | null;
            /** Grant Until */
            grant_until: string | null;
            /** Expires At */
            expires_at: string;
            decided_by: components["schemas"]["functions__policies__approval_schemas__ActorView"] | null;
            /** Decided At */
            decided_at: string | null;
            /** Comment */
            comment: string | null;
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Approving
         * @description A yes; `grant` and `until` replace what was asked for.
         */
        Approving: {
            /**
             * Comment
             * @default
             */
            comment?: string;
            grant?: components["schemas"]["GrantForm"] | null;
            /** Until */
            until?: string | null;
        };
        /**
         * Assignment
         * @description Exactly one of these.
         */
        Assignment: {
            /** Team Id */
            team_id?: string | null;
            /** User Id */
            user_id?: string | null;
            /** Role */
            role?: string | null;
            /** Key Id */
            key_id?: string | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * Bootstrap
         * @description The first administrator, and the organization if it should have a name of its own.
         */
        Bootstrap: {
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
            /** Password */
            password: string;
            /**
             * Name
             * @default Administrator
             */
            name?: string;
            /**
             * Organization Name
             * @default My organization
             */
            organization_name?: string;
            /** Organization Slug */
            organization_slug?: string | null;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone?: string;
        };
        /**
         * Bootstrapped
         * @description What the set-up made; sign in next.
         */
        Bootstrapped: {
            organization: components["schemas"]["OrganizationName"];
            user: components["schemas"]["PersonView"];
        };
        /**
         * BudgetBody
         * @description At most this many dollars per period.
         */
        BudgetBody: {
            /**
             * Amount Usd
             * @example 25.00
             */
            amount_usd: string | number;
            /** @default monthly */
            period?: components["schemas"]["Period"];
        };
        /**
         * BudgetView
         * @description One budget in its current period: `available_usd + held_usd + spent_usd = limit_usd`.
         */
        BudgetView: {
            /** Scope Id */
            scope_id: string;
            /** Scope Type */
            scope_type: string;
            /** Scope Name */
            scope_name: string;
            /** Period */
            period: string;
            /** Period Key */
            period_key: string;
            /** Limit Usd */
            limit_usd: string;
            /** Available Usd */
            available_usd: string;
            /** Held Usd */
            held_usd: string;
            /** Spent Usd */
            spent_usd: string;
            /** Utilization Percent */
            utilization_percent: number;
        };
        /**
         * BulkBody
         * @description Up to 15 operations that all happen or none; `policies` are documents to create.
         */
        BulkBody: {
            /**
             * Operations
             * @default []
             */
            operations?: components["schemas"]["OperationBody"][];
            /**
             * Policies
             * @default []
             */
            policies?: {
                [key: string]: unknown;
            }[];
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * BundleView
         * @description What was in force together: `hash` is the `policy_version` of the records of its time.
         */
        BundleView: {
            /** Hash */
            hash: string;
            /** Entries */
            entries: components["schemas"]["EntryView"][];
        };
        /**
         * Ceiling
         * @description What a model without a known price is charged, per million tokens.
         */
        Ceiling: {
            /**
             * Input Usd Per Million
             * @example 25.00
             */
            input_usd_per_million: string | number;
            /**
             * Output Usd Per Million
             * @example 25.00
             */
            output_usd_per_million: string | number;
        };
        /**
         * CeilingPrice
         * @description What a model without a known price is charged at most, per million tokens.
         */
        CeilingPrice: {
            /**
             * Input Usd Per Million
             * @example 25.00
             */
            input_usd_per_million: string | number;
            /**
             * Output Usd Per Million
             * @example 25.00
             */
            output_usd_per_million: string | number;
        };
        /**
         * CeilingPriceView
         * @description Dollars per million tokens, as decimal strings.
         */
        CeilingPriceView: {
            /** Input Usd Per Million */
            input_usd_per_million: string;
            /** Output Usd Per Million */
            output_usd_per_million: string;
        };
        /**
         * CeilingView
         * @description Dollars per million tokens.
         */
        CeilingView: {
            /** Input Usd Per Million */
            input_usd_per_million: string;
            /** Output Usd Per Million */
            output_usd_per_million: string;
        };
        /**
         * Change
         * @description What becomes of a policy.
         * @enum {string}
         */
        Change: "create" | "update" | "unchanged" | "delete" | "conflict";
        /**
         * ChangedPolicyBody
         * @description A policy document to replace the present one, or the fields of it that change.
         *
         *     With `draft` the version is saved, and what is in force stays.
         */
        ChangedPolicyBody: {
            name?: string;
            description?: string;
            /** @enum {string} */
            type?: "rate_limit" | "cost_limit" | "content_filter" | "security" | "compliance" | "usage";
            /** @enum {string} */
            enforcement_level?: "strict" | "warn" | "monitor";
            priority?: number;
            /** @enum {string} */
            severity?: "low" | "medium" | "high" | "critical";
            scope?: {
                level?: string;
                ids?: string[];
            };
            /** @enum {string} */
            inheritance?: "additive" | "override";
            overridable?: boolean;
            conditions?: {
                [key: string]: unknown;
            };
            rules?: {
                [key: string]: unknown;
            };
            actions?: {
                [key: string]: unknown;
            };
            exceptions?: {
                [key: string]: unknown;
            }[];
            /** Format: date-time */
            effective_from?: string;
            /** Format: date-time */
            effective_until?: string;
            tests?: {
                [key: string]: unknown;
            }[];
            /** @enum {string} */
            status?: "active" | "draft" | "disabled";
            message?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ChargeView
         * @description One line of a cost: this many tokens (or calls) of a unit at its price.
         */
        ChargeView: {
            /** Unit */
            unit: string;
            /** Tokens */
            tokens: number;
            /** Price Usd Per Million */
            price_usd_per_million: string;
        };
        /**
         * ControlView
         * @description A requirement of a law or standard, and how far the policies serve it.
         */
        ControlView: {
            /** Reference */
            reference: string;
            /** Title */
            title: string;
            /** How */
            how: string;
        };
        /**
         * CostSummaryView
         * @description What was spent in a span of time, in all and by group.
         */
        CostSummaryView: {
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Time Zone */
            time_zone: string;
            group_by: components["schemas"]["GroupBy"];
            /** Total Cost Usd */
            total_cost_usd: string;
            /** Requests */
            requests: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** By */
            by: components["schemas"]["GroupView"][];
        };
        /**
         * CreatedApiKey
         * @description A new key; `key` is its token and is shown only here.
         */
        CreatedApiKey: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Key Prefix */
            key_prefix: string;
            /** Last4 */
            last4: string;
            /** Description */
            description: string;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Permissions */
            permissions: string[];
            /** Models */
            models: string[];
            /** Tags */
            tags: {
                [key: string]: string;
            };
            /** Expires At */
            expires_at: string | null;
            /** Created By */
            created_by: string;
            /** Key */
            key: string | null;
        };
        /**
         * Deactivation
         * @description Why.
         */
        Deactivation: {
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * DocumentView
         * @description A policy's document as readers see it, its defaults filled in.
         */
        DocumentView: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            type: components["schemas"]["PolicyType"];
            policy_type: components["schemas"]["PolicyType"];
            enforcement_level: components["schemas"]["Enforcement"];
            /** Priority */
            priority: number;
            /** Severity */
            severity: string;
            scope: components["schemas"]["functions__policies__schemas__ScopeView"];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
            /** Actions */
            actions: {
                [key: string]: unknown;
            };
            /** Exceptions */
            exceptions: unknown[];
            /** Inheritance */
            inheritance: string;
            /** Overridable */
            overridable: boolean;
            /** Effective From */
            effective_from?: string | null;
            /** Effective Until */
            effective_until?: string | null;
            /** Tests */
            tests: unknown[];
            /**
             * Not Enforced
             * @description Settings that are accepted and not acted upon.
             */
            not_enforced: string[];
        };
        /**
         * DriftView
         * @description A field that `owner` changed since, and what the files say instead.
         */
        DriftView: {
            /** Path */
            path: string;
            /** Owner */
            owner: string;
            /** Current */
            current?: unknown;
            /** Wanted */
            wanted?: unknown;
        };
        /**
         * DryRunBody
         * @description Which version (the latest, unless named), and until when.
         */
        DryRunBody: {
            /** Version */
            version?: number | null;
            /** Until */
            until?: string | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * DryRunView
         * @description A version that is evaluated and not enforced.
         */
        DryRunView: {
            /** Version */
            version: number;
            /** Until */
            until: string | null;
        };
        /**
         * EffectivenessView
         * @description What a policy did. Counts are requests; latencies are those of deciding, all policies
         *     together; `score` (0 to 100) is how much of what was reviewed was right.
         */
        EffectivenessView: {
            /** Policy Id */
            policy_id: string;
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Times Triggered */
            times_triggered: number;
            /** Shadow Triggered */
            shadow_triggered: number;
            /** Granted */
            granted: number;
            /** By Action */
            by_action: {
                [key: string]: number;
            };
            /** Users Affected */
            users_affected: number;
            /** Keys Affected */
            keys_affected: number;
            /** Trend */
            trend: components["schemas"]["TrendDay"][];
            /** Latency Avg Us */
            latency_avg_us: number | null;
            /** Latency P95 Us */
            latency_p95_us: number | null;
            /** Reviewed */
            reviewed: number;
            /** False Positives */
            false_positives: number;
            /** False Positive Rate */
            false_positive_rate: number | null;
            /** Score */
            score: number | null;
        };
        /**
         * Enforcement
         * @description `strict` acts, `warn` only warns the caller, `monitor` only writes it down.
         * @enum {string}
         */
        Enforcement: "strict" | "warn" | "monitor";
        /**
         * EntryView
         * @description One version of one policy in a bundle; `from` null is since the bundle is in force.
         */
        EntryView: {
            /** Policy Id */
            policy_id: string;
            /** Number */
            number: number;
            /** Dry Run */
            dry_run: boolean;
            /** In Force From */
            in_force_from: string | null;
            /** In Force Until */
            in_force_until: string | null;
            document: components["schemas"]["DocumentView"];
        };
        /**
         * EvaluationBody
         * @description A call that nobody made.
         *
         *     Either `context`, flat (`model`, `user`, `cost`, `tokens`, `content`, `requests_per_minute`, …),
         *     or `subject` and `request` as in a policy's tests. `content` is the prompt, `output` the answer.
         */
        EvaluationBody: {
            /** Context */
            context?: {
                [key: string]: unknown;
            } | null;
            /** Subject */
            subject?: {
                [key: string]: unknown;
            } | null;
            /** Request */
            request?: {
                [key: string]: unknown;
            } | null;
            /** Content */
            content?: string | null;
            /** Output */
            output?: string | null;
            /**
             * Version
             * @description Of the one policy that is asked; the one shown, unless named.
             */
            version?: number | null;
        };
        /**
         * EvaluationView
         * @description What would be done. `passed` when nothing is done about the call but a word of warning.
         *
         *     `notices` say what was not looked at, `policy_version` is the hash of the bundle that was asked.
         */
        EvaluationView: {
            /** Passed */
            passed: boolean;
            /** Decision */
            decision: string;
            /** Violations */
            violations: components["schemas"]["functions__policies__rehearsal_schemas__ViolationView"][];
            /** Warnings */
            warnings: string[];
            /** Reasons */
            reasons: components["schemas"]["functions__policies__rehearsal_schemas__ReasonView"][];
            /** Notices */
            notices: string[];
            /**
             * Max Output Tokens
             * @description What the answer would be clamped to.
             */
            max_output_tokens: number | null;
            /** Reroute To */
            reroute_to: string | null;
            /** Policy Version */
            policy_version: string | null;
        };
        /**
         * ExampleView
         * @description One call that the draft would have acted upon; `before` is how it ended then.
         */
        ExampleView: {
            /** Request Id */
            request_id: string;
            /** Created At */
            created_at: string;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Model */
            model: string;
            /** Cost Usd */
            cost_usd: string;
            /** Before */
            before: string;
            /** Action */
            action: string;
            /** Reasons */
            reasons: components["schemas"]["functions__policies__replay_schemas__ReasonView"][];
        };
        /**
         * ExplainedPolicy
         * @description What one rule of one policy said about the request or (`on_output`) its answer.
         *
         *     `findings` count what was found by kind, never what it was; `asks_for` is the rule itself, for
         *     those who may see policies. `approvers` are the roles that can let such a call through.
         */
        ExplainedPolicy: {
            /** Policy Id */
            policy_id: string;
            /** Name */
            name: string;
            /** Version */
            version: number;
            /** Type */
            type: string;
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Enforcement */
            enforcement: string;
            /** Severity */
            severity: string;
            /** Shadow */
            shadow: boolean;
            /** On Output */
            on_output: boolean;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
            /** Grant Id */
            grant_id: string | null;
            /** Asks For */
            asks_for: unknown;
            /** Approvers */
            approvers: string[];
            status: components["schemas"]["PolicyStatus"] | null;
            /** Current Version */
            current_version: number | null;
            /** How To Change */
            how_to_change: string;
        };
        /**
         * ExplainedRefusal
         * @description What the caller was told, with every field of it that is kept.
         */
        ExplainedRefusal: {
            /** Status */
            status: number;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * ExplanationView
         * @description Why a request was decided as it was. `bundle_hash` names the policies that were in force.
         */
        ExplanationView: {
            /** Request Id */
            request_id: string;
            /** Created At */
            created_at: string;
            /** State */
            state: string;
            /** Decision */
            decision: string;
            /** Summary */
            summary: string;
            /** Advice */
            advice: string | null;
            /** Model */
            model: string;
            /** Requested Model */
            requested_model: string | null;
            /** Bundle Hash */
            bundle_hash: string;
            /** Policy Us */
            policy_us: number;
            /** Approval Id */
            approval_id: string | null;
            refusal: components["schemas"]["ExplainedRefusal"] | null;
            /** Findings */
            findings: {
                [key: string]: number;
            };
            /** Policies */
            policies: components["schemas"]["ExplainedPolicy"][];
        };
        /**
         * FieldChange
         * @description One field of a document before and after, by its path; null is absent.
         */
        FieldChange: {
            /** Path */
            path: string;
            /** Before */
            before?: unknown;
            /** After */
            after?: unknown;
        };
        /**
         * FieldProblem
         * @description One offending field: its dotted path, and what is wrong with it.
         */
        FieldProblem: {
            /** Name */
            name: string;
            /** Reason */
            reason: string;
        };
        /**
         * FilesBody
         * @description Policies from Git: YAML text, or their documents.
         *
         *     `manager` owns the fields that it applies: what somebody else changes since is drift, which only
         *     `force` overwrites, and a policy that its files no longer hold is deleted.
         */
        FilesBody: {
            /** Yaml */
            yaml?: string | null;
            /** Documents */
            documents?: {
                [key: string]: unknown;
            }[] | null;
            /** Parameters */
            parameters?: {
                [key: string]: unknown;
            } | null;
            /**
             * Manager
             * @default git
             */
            manager?: string;
            /**
             * Force
             * @default false
             */
            force?: boolean;
            /**
             * Draft
             * @description Save versions, and put nothing in force.
             * @default false
             */
            draft?: boolean;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * GrantForm
         * @description How long an approval holds: for one call, or for a time.
         * @enum {string}
         */
        GrantForm: "once" | "window";
        /**
         * GroupBy
         * @description What a summary is broken down by; days and hours are those of the summary's time zone.
         * @enum {string}
         */
        GroupBy: "day" | "hour" | "model" | "provider" | "team" | "user" | "key" | "operation";
        /**
         * GroupView
         * @description The sums of one day, hour, model, provider, team, user, key or operation.
         */
        GroupView: {
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Total Tokens */
            total_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /** Cache Write Tokens */
            cache_write_tokens: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /** Audio Tokens */
            audio_tokens: number;
            /** Cost Usd */
            cost_usd: string;
            /** Avg Latency Ms */
            avg_latency_ms: number | null;
            /** Avg First Byte Ms */
            avg_first_byte_ms: number | null;
            /** Group */
            group: string;
        };
        /**
         * Health
         * @description `bootstrapped` is false until the first organization exists; null while nobody knows.
         */
        Health: {
            /**
             * Status
             * @enum {string}
             */
            status: "healthy" | "unhealthy";
            /** Components */
            components: {
                [key: string]: "healthy" | "unhealthy";
            };
            /** Bootstrapped */
            bootstrapped: boolean | null;
            /** Version */
            version: string;
        };
        /**
         * HoldView
         * @description An account that the call was held on.
         */
        HoldView: {
            /** Scope Id */
            scope_id: string;
            /** Period */
            period: string;
            /** Period Key */
            period_key: string;
            /** Limit Usd */
            limit_usd: string;
        };
        /**
         * InstantiationBody
         * @description The template's parameters; `name_prefix` keeps apart what is made of one template twice.
         */
        InstantiationBody: {
            /**
             * Parameters
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Name Prefix
             * @default
             */
            name_prefix?: string;
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "draft";
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * Kind
         * @description What is asked for.
         *
         *     The first three become a grant that calls rest on; a raise changes a budget itself.
         * @enum {string}
         */
        Kind: "policy_exception" | "model_access" | "key_scope" | "budget_raise";
        /**
         * Login
         * @description `organization_id` picks one of several organizations that share the address.
         */
        Login: {
            /** Email */
            email: string;
            /** Password */
            password: string;
            /** Organization Id */
            organization_id?: string | null;
        };
        /**
         * Me
         * @description The caller: a person (`user`) or an API key, and what it may do.
         */
        Me: {
            /** Organization Id */
            organization_id: string;
            /** Kind */
            kind: string;
            /** Id */
            id: string;
            /** Permissions */
            permissions: string[];
            user: components["schemas"]["PersonView"] | null;
        };
        /**
         * NamedShareView
         * @description The part of one person, team, key or model.
         */
        NamedShareView: {
            /** Requests */
            requests: number;
            /** Cost Usd */
            cost_usd: string;
            /** Id */
            id: string;
        };
        /**
         * NewApiKey
         * @description A key. `models` empty allows every model; without `expires_in_days` it does not expire.
         */
        NewApiKey: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** User Id */
            user_id?: string | null;
            /** Team Id */
            team_id?: string | null;
            /**
             * Permissions
             * @default [
             *       "llm.use.*"
             *     ]
             */
            permissions?: string[];
            /**
             * Models
             * @default []
             */
            models?: string[];
            /**
             * Tags
             * @default {}
             */
            tags?: {
                [key: string]: string;
            };
            /** Expires In Days */
            expires_in_days?: number | null;
            /** Expires At */
            expires_at?: string | null;
        };
        /**
         * NewApproval
         * @description What is asked for, and why.
         *
         *     `policy_exception` names a `policy_id`, `model_access` models, `key_scope` a key and
         *     permissions, `budget_raise` a target, a period and how many dollars more. It is for `key_id`,
         *     for `user_id`, or for whoever asks. `required` is how many people have to approve it.
         */
        NewApproval: {
            kind: components["schemas"]["Kind"];
            /** Reason */
            reason: string;
            /** User Id */
            user_id?: string | null;
            /** Key Id */
            key_id?: string | null;
            /** Policy Id */
            policy_id?: string | null;
            /** Rules */
            rules?: string[];
            /** Models */
            models?: string[];
            /** Permissions */
            permissions?: string[];
            target_type?: components["schemas"]["TargetType"] | null;
            /** Target Id */
            target_id?: string | null;
            /** @default monthly */
            period?: components["schemas"]["Period"];
            /** Amount Usd */
            amount_usd?: (string | number) | null;
            /** Request Id */
            request_id?: string | null;
            /**
             * Required
             * @default 1
             */
            required?: number;
            grant?: components["schemas"]["GrantForm"] | null;
            /** Until */
            until?: string | null;
        };
        /**
         * NewOrganization
         * @description Another tenant, with the account of its first administrator.
         */
        NewOrganization: {
            /** Name */
            name: string;
            /** Slug */
            slug?: string | null;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone?: string;
            /**
             * Admin Email
             * @example ada@example.com
             */
            admin_email: string;
            /** Admin Name */
            admin_name: string;
            /** Admin Password */
            admin_password: string;
        };
        /**
         * NewTeam
         * @description A team; without a parent it stands at the top.
         */
        NewTeam: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Parent Team Id */
            parent_team_id?: string | null;
        };
        /**
         * NewUser
         * @description A person; without a password they cannot sign in yet.
         */
        NewUser: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password?: string | null;
            /**
             * Roles
             * @default [
             *       "developer"
             *     ]
             */
            roles?: string[];
            /**
             * Team Ids
             * @default []
             */
            team_ids?: string[];
        };
        /**
         * Operation
         * @description What is done to one policy.
         * @enum {string}
         */
        Operation: "create" | "update" | "activate" | "deactivate" | "delete";
        /**
         * OperationBody
         * @description What is to be done to one policy.
         *
         *     `policy` is a whole document to create, and the changed fields to update.
         */
        OperationBody: {
            action: components["schemas"]["Operation"];
            /** Id */
            id?: string | null;
            /**
             * Policy
             * @default {}
             */
            policy?: {
                [key: string]: unknown;
            };
            /** Status */
            status?: ("active" | "draft" | "disabled") | null;
            /** Version */
            version?: number | null;
            /** If Match */
            if_match?: number | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * OrganizationChanges
         * @description Only what is sent changes. `price_overrides` replaces all overrides.
         */
        OrganizationChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name?: string | null;
            /** Slug */
            slug?: string | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Settings */
            settings?: {
                [key: string]: unknown;
            } | null;
            ceiling_price?: components["schemas"]["CeilingPrice"] | null;
            /** Price Overrides */
            price_overrides?: {
                [key: string]: {
                    [key: string]: string | number;
                };
            } | null;
        };
        /**
         * OrganizationName
         * @description An organization in short.
         */
        OrganizationName: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * OrganizationView
         * @description An organization.
         */
        OrganizationView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Slug */
            slug: string;
            /** Time Zone */
            time_zone: string;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
            ceiling_price: components["schemas"]["CeilingPriceView"] | null;
            /** Price Overrides */
            price_overrides: {
                [key: string]: {
                    [key: string]: string;
                };
            };
        };
        /** Page[ApiKeyView] */
        Page_ApiKeyView_: {
            /** Items */
            items: components["schemas"]["ApiKeyView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ApprovalView] */
        Page_ApprovalView_: {
            /** Items */
            items: components["schemas"]["ApprovalView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[BudgetView] */
        Page_BudgetView_: {
            /** Items */
            items: components["schemas"]["BudgetView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[OrganizationView] */
        Page_OrganizationView_: {
            /** Items */
            items: components["schemas"]["OrganizationView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[PolicyView] */
        Page_PolicyView_: {
            /** Items */
            items: components["schemas"]["PolicyView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[RequestRow] */
        Page_RequestRow_: {
            /** Items */
            items: components["schemas"]["RequestRow"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[StepView] */
        Page_StepView_: {
            /** Items */
            items: components["schemas"]["StepView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[TeamView] */
        Page_TeamView_: {
            /** Items */
            items: components["schemas"]["TeamView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[TemplateSummary] */
        Page_TemplateSummary_: {
            /** Items */
            items: components["schemas"]["TemplateSummary"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[UserView] */
        Page_UserView_: {
            /** Items */
            items: components["schemas"]["UserView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[VersionView] */
        Page_VersionView_: {
            /** Items */
            items: components["schemas"]["VersionView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ViolationView] */
        Page_ViolationView_: {
            /** Items */
            items: components["schemas"]["functions__policies__violation_schemas__ViolationView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /**
         * ParameterView
         * @description What may be set in a template.
         */
        ParameterView: {
            /** Name */
            name: string;
            /** Type */
            type: string;
            /** Description */
            description: string;
            /** Required */
            required: boolean;
            /** Default */
            default?: unknown;
            /** Example */
            example?: unknown;
        };
        /**
         * Period
         * @description How long a budget lasts before it starts anew, in the organization's time zone.
         * @enum {string}
         */
        Period: "daily" | "weekly" | "monthly" | "yearly" | "total";
        /**
         * PeriodBudgetView
         * @description A budget; dollars as a decimal string.
         */
        PeriodBudgetView: {
            /** Amount Usd */
            amount_usd: string;
            period: components["schemas"]["Period"];
        };
        /**
         * PersonView
         * @description Who signed in.
         */
        PersonView: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Roles */
            roles: string[];
            /** Organization Id */
            organization_id: string;
            status: components["schemas"]["Status"];
        };
        /**
         * PlanItemView
         * @description What becomes of one policy; `reason` says why it cannot be done.
         */
        PlanItemView: {
            change: components["schemas"]["Change"];
            /** Name */
            name: string;
            /** Policy Id */
            policy_id: string | null;
            /** Differences */
            differences: components["schemas"]["FieldChange"][];
            /** Drift */
            drift: components["schemas"]["DriftView"][];
            /** Owners */
            owners: {
                [key: string]: string;
            };
            /** Reason */
            reason: string;
        };
        /**
         * PlanView
         * @description What an apply would do.
         */
        PlanView: {
            /** Manager */
            manager: string;
            /** Can Apply */
            can_apply: boolean;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Items */
            items: components["schemas"]["PlanItemView"][];
        };
        /**
         * PoliciesView
         * @description Policies after a change of several.
         */
        PoliciesView: {
            /** Items */
            items: components["schemas"]["PolicyView"][];
        };
        /**
         * PolicyBody
         * @description A policy document; `docs/policies-reference.md` says what each type takes.
         *
         *     The document is read strictly: a field that is not known is refused by name. `message` says why,
         *     for the history.
         */
        PolicyBody: {
            name?: string;
            description?: string;
            /** @enum {string} */
            type?: "rate_limit" | "cost_limit" | "content_filter" | "security" | "compliance" | "usage";
            /** @enum {string} */
            enforcement_level?: "strict" | "warn" | "monitor";
            priority?: number;
            /** @enum {string} */
            severity?: "low" | "medium" | "high" | "critical";
            scope?: {
                level?: string;
                ids?: string[];
            };
            /** @enum {string} */
            inheritance?: "additive" | "override";
            overridable?: boolean;
            conditions?: {
                [key: string]: unknown;
            };
            rules?: {
                [key: string]: unknown;
            };
            actions?: {
                [key: string]: unknown;
            };
            exceptions?: {
                [key: string]: unknown;
            }[];
            /** Format: date-time */
            effective_from?: string;
            /** Format: date-time */
            effective_until?: string;
            tests?: {
                [key: string]: unknown;
            }[];
            /** @enum {string} */
            status?: "active" | "draft" | "disabled";
            message?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * PolicyStatus
         * @description What follows from a policy's data and the clock.
         *
         *     `scheduled` is not in force yet, `disabled` no longer; a `draft` never was.
         * @enum {string}
         */
        PolicyStatus: "draft" | "scheduled" | "active" | "disabled" | "deleted";
        /**
         * PolicyType
         * @description What a policy is about; each type has rules of its own.
         * @enum {string}
         */
        PolicyType: "rate_limit" | "cost_limit" | "content_filter" | "security" | "compliance" | "usage";
        /**
         * PolicyView
         * @description A policy. Its document is that of `document_version`: in force, else coming, else the latest.
         *
         *     `status` follows from the versions' times. `version` counts changes of any kind and is the ETag.
         */
        PolicyView: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            type: components["schemas"]["PolicyType"];
            policy_type: components["schemas"]["PolicyType"];
            enforcement_level: components["schemas"]["Enforcement"];
            /** Priority */
            priority: number;
            /** Severity */
            severity: string;
            scope: components["schemas"]["functions__policies__schemas__ScopeView"];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
            /** Actions */
            actions: {
                [key: string]: unknown;
            };
            /** Exceptions */
            exceptions: unknown[];
            /** Inheritance */
            inheritance: string;
            /** Overridable */
            overridable: boolean;
            /** Effective From */
            effective_from?: string | null;
            /** Effective Until */
            effective_until?: string | null;
            /** Tests */
            tests: unknown[];
            /**
             * Not Enforced
             * @description Settings that are accepted and not acted upon.
             */
            not_enforced: string[];
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            status: components["schemas"]["PolicyStatus"];
            /** Document Version */
            document_version: number;
            /** Active Version */
            active_version: number | null;
            /** Latest Version */
            latest_version: number;
            scheduled: components["schemas"]["ScheduledView"] | null;
            dry_run: components["schemas"]["DryRunView"] | null;
            /**
             * Owners
             * @description Who set a field last, by its path.
             */
            owners: {
                [key: string]: string;
            };
            /**
             * Managers
             * @description Everyone in `owners`, once.
             */
            managers: string[];
            /** Created At */
            created_at: string;
            /** Created By */
            created_by: string;
            /** Updated At */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * PricesBody
         * @description An organization's own prices; what is left out is removed.
         *
         *     `overrides` maps a model, bare or as `provider/model`, to the prices that replace its listed
         *     ones, such as `{"input_usd_per_million": "2.25"}`.
         */
        PricesBody: {
            /** Overrides */
            overrides?: {
                [key: string]: {
                    [key: string]: string | number;
                };
            };
            ceiling_price?: components["schemas"]["Ceiling"] | null;
        };
        /**
         * PricesView
         * @description An organization's own prices; every model that is not named has its listed price.
         */
        PricesView: {
            /** Overrides */
            overrides: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            ceiling_price: components["schemas"]["CeilingView"] | null;
            /** Version */
            version: number;
        };
        /**
         * Problem
         * @description What every refusal of the control plane looks like.
         *
         *     `code` is stable and made for programs, `detail` for people. Some codes add members, such as
         *     `required_permission`.
         */
        Problem: {
            /**
             * Type
             * @example urn:tollgate:error:not_found
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /** Code */
            code: string;
            /**
             * Field
             * @default null
             */
            field?: string | null;
            /**
             * Fields
             * @default null
             */
            fields?: components["schemas"]["FieldProblem"][] | null;
            /** Request Id */
            request_id: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * RaiseView
         * @description How many dollars more, per period, for whom.
         */
        RaiseView: {
            target_type: components["schemas"]["TargetType"];
            /** Target Id */
            target_id: string;
            /** Period */
            period: string;
            /** Amount Usd */
            amount_usd: string;
        };
        /**
         * RateLimitBody
         * @description Calls and tokens per minute; what is absent or null is not limited.
         */
        RateLimitBody: {
            /** Requests Per Minute */
            requests_per_minute?: number | null;
            /** Tokens Per Minute */
            tokens_per_minute?: number | null;
        };
        /**
         * RateLimitView
         * @description Calls and tokens per minute; null is no limit.
         */
        RateLimitView: {
            /** Requests Per Minute */
            requests_per_minute: number | null;
            /** Tokens Per Minute */
            tokens_per_minute: number | null;
        };
        /**
         * RefusalView
         * @description Why a call was not let through.
         */
        RefusalView: {
            /** Status */
            status: number;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * Rejecting
         * @description A no needs a reason.
         */
        Rejecting: {
            /** Comment */
            comment: string;
        };
        /**
         * Reopening
         * @description Why it is not done.
         */
        Reopening: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * ReplayBody
         * @description Over how many days; of the latest version, of another, or of a document that is not saved.
         */
        ReplayBody: {
            /**
             * Days
             * @default 30
             */
            days?: number;
            /** Version */
            version?: number | null;
            /** Document */
            document?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ReplayDayView
         * @description One day of the organization's time zone.
         */
        ReplayDayView: {
            /** Day */
            day: string;
            /** Requests */
            requests: number;
            affected: components["schemas"]["ShareView"];
            refused: components["schemas"]["ShareView"];
        };
        /**
         * ReplayView
         * @description What a draft would have done to the calls of a span.
         *
         *     `would` counts calls by the most severe action as the draft stands, `wanted` by what it asks for
         *     under strict enforcement. `affected` are calls that it has anything to say against, `refused`
         *     those that it would not have let through, `newly_refused` the ones of them that went through
         *     then. `truncated` says that calls before `start` or after `until` were left out.
         */
        ReplayView: {
            /** Policy Id */
            policy_id: string;
            /** Version */
            version: number | null;
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Until */
            until: string;
            /** Truncated */
            truncated: boolean;
            /** Took Ms */
            took_ms: number;
            /** Evaluated */
            evaluated: number;
            /** Would */
            would: {
                [key: string]: number;
            };
            /** Wanted */
            wanted: {
                [key: string]: number;
            };
            /** By Rule */
            by_rule: {
                [key: string]: number;
            };
            affected: components["schemas"]["ShareView"];
            refused: components["schemas"]["ShareView"];
            newly_refused: components["schemas"]["ShareView"];
            /** Refused Then */
            refused_then: number;
            users: components["schemas"]["AffectedView"];
            teams: components["schemas"]["AffectedView"];
            keys: components["schemas"]["AffectedView"];
            models: components["schemas"]["AffectedView"];
            /** By Day */
            by_day: components["schemas"]["ReplayDayView"][];
            /** Examples */
            examples: components["schemas"]["ExampleView"][];
            /** Limitations */
            limitations: string[];
            scope: components["schemas"]["functions__policies__replay_schemas__ScopeView"];
        };
        /**
         * RequestRow
         * @description One request of the list. `cost_usd` is what was charged when it ended.
         */
        RequestRow: {
            /** Id */
            id: string;
            /** Created At */
            created_at: string;
            /** State */
            state: string;
            /** Status */
            status: number | null;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Operation */
            operation: string;
            /** Model */
            model: string;
            /** Upstream Model */
            upstream_model: string;
            /** Provider */
            provider: string;
            /** Stream */
            stream: boolean;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Cost Usd */
            cost_usd: string;
            /** Latency Ms */
            latency_ms: number | null;
            /** First Byte Ms */
            first_byte_ms: number | null;
            /** Decision */
            decision: string;
            /** Refusal Code */
            refusal_code: string | null;
            /** Tags */
            tags: {
                [key: string]: string;
            };
        };
        /**
         * RequestView
         * @description Everything that is known of one call. `cost_usd` is the true cost, adjustment included.
         */
        RequestView: {
            /** Id */
            id: string;
            /** Created At */
            created_at: string;
            /** Ended At */
            ended_at: string | null;
            /** Deadline At */
            deadline_at: string;
            /** State */
            state: string;
            /** Status */
            status: number | null;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Team Path */
            team_path: string[];
            /** Operation */
            operation: string;
            /** Model */
            model: string;
            /** Provider */
            provider: string;
            /** Upstream Model */
            upstream_model: string;
            /** Stream */
            stream: boolean;
            /** Decision */
            decision: string;
            /** Policy Version */
            policy_version: string;
            /** Price Version */
            price_version: string;
            /** Hold Usd */
            hold_usd: string;
            /** Cost Usd */
            cost_usd: string | null;
            /** Accounts */
            accounts: components["schemas"]["HoldView"][];
            /** Input Tokens Held */
            input_tokens_held: number;
            /** Output Tokens Held */
            output_tokens_held: number;
            /** Usage */
            usage: {
                [key: string]: number;
            };
            /** Usage Source */
            usage_source: string | null;
            /** Arithmetic */
            arithmetic: components["schemas"]["ChargeView"][];
            /** Finish Reason */
            finish_reason: string | null;
            /** Provider Request Id */
            provider_request_id: string | null;
            /** First Byte Ms */
            first_byte_ms: number | null;
            /** Latency Ms */
            latency_ms: number | null;
            /** Error */
            error: string | null;
            refusal: components["schemas"]["RefusalView"] | null;
            adjust: components["schemas"]["AdjustView"] | null;
            /** Tags */
            tags: {
                [key: string]: string;
            };
        };
        /**
         * Resolving
         * @description What was done about it; `false_positive` says that it was none.
         */
        Resolving: {
            /** Reason */
            reason: string;
            /**
             * False Positive
             * @default false
             */
            false_positive?: boolean;
        };
        /**
         * ReviewStatus
         * @description What people made of a violation; each is `open` until somebody looks at it.
         * @enum {string}
         */
        ReviewStatus: "open" | "acknowledged" | "resolved" | "false_positive";
        /**
         * ReviewView
         * @description The last review; `by` is None while nobody looked at it.
         */
        ReviewView: {
            /** Reason */
            reason: string;
            /** By */
            by: string | null;
            /** By Type */
            by_type: string | null;
            /** At */
            at: string | null;
        };
        /**
         * Rollback
         * @description To which version; without one, to the one in force before.
         */
        Rollback: {
            /** Version */
            version?: number | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * ScheduledView
         * @description A version that is not in force yet.
         */
        ScheduledView: {
            /** Version */
            version: number;
            /** At */
            at: string;
        };
        /**
         * ShareView
         * @description How many calls, and what they cost.
         */
        ShareView: {
            /** Requests */
            requests: number;
            /** Cost Usd */
            cost_usd: string;
        };
        /**
         * State
         * @description `pending` until decided; it becomes `expired` by the clock, and only an approved one can be
         *     `revoked`.
         * @enum {string}
         */
        State: "pending" | "approved" | "rejected" | "expired" | "cancelled" | "revoked";
        /**
         * Status
         * @description Only what is `active` may act; `revoked` and `deleted` are final.
         * @enum {string}
         */
        Status: "active" | "frozen" | "suspended" | "revoked" | "deleted";
        /**
         * StepView
         * @description Something that happened to a policy; `event_id` is the journal's event of it.
         */
        StepView: {
            /** Event Id */
            event_id: string;
            /** Action */
            action: string;
            actor: components["schemas"]["functions__policies__schemas__ActorView"];
            /** At */
            at: string;
            /** Message */
            message: string;
            /** Version */
            version: number | null;
            /** In Force From */
            in_force_from: string | null;
            /** In Force Until */
            in_force_until: string | null;
        };
        /**
         * Suspension
         * @description Why someone loses access, for the record.
         */
        Suspension: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * TargetType
         * @description Whose budget is raised.
         * @enum {string}
         */
        TargetType: "key" | "user" | "team" | "organization";
        /**
         * TeamChanges
         * @description Only what is sent changes; a null parent moves the team to the top.
         */
        TeamChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Parent Team Id */
            parent_team_id?: string | null;
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "frozen";
        };
        /**
         * TeamView
         * @description A team.
         */
        TeamView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Description */
            description: string;
            /** Parent Team Id */
            parent_team_id: string | null;
        };
        /**
         * TemplateSummary
         * @description A ready-made set of policies.
         */
        TemplateSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Policies
             * @description Their names.
             */
            policies: string[];
            /** Parameters */
            parameters: components["schemas"]["ParameterView"][];
        };
        /**
         * TemplateView
         * @description A template whole: its documents have `{{PARAMETER}}`s.
         */
        TemplateView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Parameters */
            parameters: components["schemas"]["ParameterView"][];
            /** Controls */
            controls: components["schemas"]["ControlView"][];
            /** Not Covered */
            not_covered: string[];
            /** Documents */
            documents: {
                [key: string]: unknown;
            }[];
        };
        /**
         * TestResult
         * @description What came of one test; `message` says what differs.
         */
        TestResult: {
            /** Name */
            name: string;
            /** Passed */
            passed: boolean;
            /** Expected */
            expected: {
                [key: string]: string;
            };
            /** Action */
            action: string;
            /** Rules */
            rules: string[];
            /** Message */
            message: string;
        };
        /**
         * TestRun
         * @description Of which version; without one, of the latest.
         */
        TestRun: {
            /** Version */
            version?: number | null;
        };
        /**
         * TestsView
         * @description `passed` when every test did.
         */
        TestsView: {
            /** Number */
            number: number;
            /** Passed */
            passed: boolean;
            /** Results */
            results: components["schemas"]["TestResult"][];
        };
        /**
         * Token
         * @description A session; the same token is set as a cookie. `expires_in` is in seconds.
         */
        Token: {
            /** Access Token */
            access_token: string;
            /**
             * Token Type
             * @default Bearer
             * @constant
             */
            token_type?: "Bearer";
            /** Expires In */
            expires_in: number;
            user: components["schemas"]["PersonView"];
        };
        /**
         * TotalsView
         * @description Sums. `requests` counts the refused and the failed (`errors`) too; times are averages.
         */
        TotalsView: {
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Total Tokens */
            total_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /** Cache Write Tokens */
            cache_write_tokens: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /** Audio Tokens */
            audio_tokens: number;
            /** Cost Usd */
            cost_usd: string;
            /** Avg Latency Ms */
            avg_latency_ms: number | null;
            /** Avg First Byte Ms */
            avg_first_byte_ms: number | null;
        };
        /**
         * TrendDay
         * @description Requests of one day that the policy spoke about, dry runs apart.
         */
        TrendDay: {
            /** Day */
            day: string;
            /** Triggered */
            triggered: number;
            /** Shadow */
            shadow: number;
        };
        /**
         * UsageSummaryView
         * @description Usage in a span of time, in all and by group.
         */
        UsageSummaryView: {
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Time Zone */
            time_zone: string;
            group_by: components["schemas"]["GroupBy"];
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Cost Usd */
            total_cost_usd: string;
            totals: components["schemas"]["TotalsView"];
            /** Items */
            items: components["schemas"]["GroupView"][];
        };
        /**
         * UserChanges
         * @description Only what is sent changes.
         */
        UserChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Roles
             * @default []
             */
            roles?: string[];
            /**
             * Team Ids
             * @default []
             */
            team_ids?: string[];
        };
        /**
         * UserView
         * @description A person.
         */
        UserView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Email */
            email: string;
            /** Roles */
            roles: string[];
            /** Team Ids */
            team_ids: string[];
        };
        /**
         * VersionView
         * @description An immutable version, and how it differs from the one before it.
         */
        VersionView: {
            /** Policy Id */
            policy_id: string;
            /** Number */
            number: number;
            /** Content Hash */
            content_hash: string;
            author: components["schemas"]["functions__policies__schemas__ActorView"];
            /** Message */
            message: string;
            /** Created At */
            created_at: string;
            /** Differences */
            differences: components["schemas"]["FieldChange"][];
            document: components["schemas"]["DocumentView"];
        };
        /**
         * VoteView
         * @description One person's yes.
         */
        VoteView: {
            by: components["schemas"]["functions__policies__approval_schemas__ActorView"];
            /** At */
            at: string;
            /** Comment */
            comment: string;
        };
        /**
         * Withdrawing
         * @description What to say about it, if anything.
         */
        Withdrawing: {
            /**
             * Comment
             * @default
             */
            comment?: string;
        };
        /**
         * ActorView
         * @description Who acted: a `user` or an `api_key`.
         */
        functions__policies__approval_schemas__ActorView: {
            /** Type */
            type: string;
            /** Id */
            id: string;
        };
        /**
         * ReasonView
         * @description What one policy says; `wanted` is what it asks for under strict enforcement.
         */
        functions__policies__rehearsal_schemas__ReasonView: {
            /** Policy Id */
            policy_id: string;
            /** Policy Name */
            policy_name: string;
            /** Number */
            number: number;
            /** Type */
            type: string;
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Severity */
            severity: string;
            /** Enforcement Level */
            enforcement_level: string;
            /** Dry Run */
            dry_run: boolean;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
        };
        /**
         * ViolationView
         * @description A rule that the call breaks.
         */
        functions__policies__rehearsal_schemas__ViolationView: {
            /** Policy Id */
            policy_id: string;
            /** Policy Name */
            policy_name: string;
            /** Rule Violated */
            rule_violated: string;
            /** Severity */
            severity: string;
            /** Message */
            message: string;
            /** Action */
            action: string;
        };
        /**
         * ReasonView
         * @description What the draft says about a call.
         */
        functions__policies__replay_schemas__ReasonView: {
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
        };
        /**
         * ScopeView
         * @description Who is meant as of today: how many, and the first of their ids.
         */
        functions__policies__replay_schemas__ScopeView: {
            /** Users */
            users: number;
            /** Teams */
            teams: number;
            /** Keys */
            keys: number;
            /** User Ids */
            user_ids: string[];
            /** Team Ids */
            team_ids: string[];
            /** Key Ids */
            key_ids: string[];
        };
        /**
         * ActorView
         * @description Who did it.
         */
        functions__policies__schemas__ActorView: {
            /** Type */
            type: string;
            /** Id */
            id: string;
        };
        /**
         * ScopeView
         * @description Whom a policy is for; `ids` are empty for the whole organization.
         */
        functions__policies__schemas__ScopeView: {
            /** Level */
            level: string;
            /** Ids */
            ids: string[];
        };
        /**
         * ViolationView
         * @description What one rule of a policy said about a request, and what people made of it.
         *
         *     `action` is what was done and `wanted` what the policy asks for under strict enforcement.
         *     `findings` counts what was found by kind, never what it was. `status` is its review.
         */
        functions__policies__violation_schemas__ViolationView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Occurred At */
            occurred_at: string;
            /** Request Id */
            request_id: string;
            /** Policy Id */
            policy_id: string;
            /** Policy Version */
            policy_version: number;
            /** Policy Name */
            policy_name: string;
            /** Policy Type */
            policy_type: string;
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Enforcement */
            enforcement: string;
            /** Severity */
            severity: string;
            /** Shadow */
            shadow: boolean;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
            /** Grant Id */
            grant_id: string | null;
            /** Approval Id */
            approval_id: string | null;
            /** Decision */
            decision: string;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Operation */
            operation: string;
            /** Provider */
            provider: string;
            /** Model */
            model: string;
            /** Requested Model */
            requested_model: string;
            /** Cost Usd */
            cost_usd: string;
            /** Hold Usd */
            hold_usd: string;
            status: components["schemas"]["ReviewStatus"];
            /** Resolved */
            resolved: boolean;
            /** False Positive */
            false_positive: boolean;
            review: components["schemas"]["ReviewView"];
            /** Version */
            version: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    bootstrap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bootstrap"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bootstrapped"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_api_keys: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                status?: components["schemas"]["Status"] | null;
                user_id?: string | null;
                team_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKeyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_approvals: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                state?: components["schemas"]["State"] | null;
                status?: components["schemas"]["State"] | null;
                kind?: components["schemas"]["Kind"] | null;
                policy_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                /** @description Only those that the caller may decide. */
                mine?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApprovalView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApproval"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approving"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Withdrawing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rejecting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Withdrawing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BudgetView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_costs: {
        parameters: {
            query?: {
                format?: "csv" | "json";
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                /** @description Whose days are meant; the organization's when left out. */
                time_zone?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cost_summary: {
        parameters: {
            query?: {
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                group_by?: components["schemas"]["GroupBy"];
                /** @description Whose days are meant; the organization's when left out. */
                time_zone?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                operation?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostSummaryView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_organizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OrganizationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrganization"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    freeze_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unfreeze_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policies: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                policy_type?: components["schemas"]["PolicyType"] | null;
                status?: components["schemas"]["PolicyStatus"] | null;
                /** @description Part of a name or description. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PolicyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_bundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bundle_hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_policies: {
        parameters: {
            query?: {
                format?: "yaml" | "json";
                type?: components["schemas"]["PolicyType"] | null;
                status?: components["schemas"]["PolicyStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_policies: {
        parameters: {
            query?: {
                /** @description Part of a name or description. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                status?: components["schemas"]["PolicyStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PolicyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_violations_of_policies: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                policy_id?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                severity?: ("low" | "medium" | "high" | "critical") | null;
                status?: components["schemas"]["ReviewStatus"] | null;
                action?: components["schemas"]["Action"] | null;
                user_id?: string | null;
                team_id?: string | null;
                key_id?: string | null;
                model?: string | null;
                request_id?: string | null;
                /** @description Dry runs alone, or none of them. */
                shadow?: boolean | null;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_violation_of_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolving"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedPolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedPolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activate_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Activation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deactivate_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Deactivation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_dry_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DryRunBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_dry_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy_effectiveness: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectivenessView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy_history: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StepView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy_impact: {
        parameters: {
            query?: {
                /** @description The latest when left out. */
                version?: number | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_past_calls: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollback_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rollback"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestRun"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestsView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policy_versions: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VersionView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_policy_version: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedPolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policy_violations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                status?: components["schemas"]["ReviewStatus"] | null;
                /** @description Dry runs alone, or none of them. */
                shadow?: boolean | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policy_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TemplateSummary_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    instantiate_policy_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstantiationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_prices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PricesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_prices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_requests: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                operation?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RequestRow_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_one_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_teams: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TeamView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    usage_summary: {
        parameters: {
            query?: {
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                group_by?: components["schemas"]["GroupBy"];
                /** @description Whose days are meant; the organization's when left out. */
                time_zone?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                operation?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageSummaryView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activate_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Suspension"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_violations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                policy_id?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                severity?: ("low" | "medium" | "high" | "critical") | null;
                status?: components["schemas"]["ReviewStatus"] | null;
                action?: components["schemas"]["Action"] | null;
                user_id?: string | null;
                team_id?: string | null;
                key_id?: string | null;
                model?: string | null;
                request_id?: string | null;
                /** @description Dry runs alone, or none of them. */
                shadow?: boolean | null;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_violation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_violation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acknowledging"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopen_violation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Reopening"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_violation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolving"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_chat_completion: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    messages?: unknown[];
                    /** @description Lowered to what the budgets can hold; the model's own limit where absent. */
                    max_tokens?: number;
                    stream?: boolean;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/event-stream": string;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    create_embedding: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    input?: unknown;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    create_message: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    messages?: unknown[];
                    /** @description Lowered to what the budgets can hold; the model's own limit where absent. */
                    max_tokens?: number;
                    stream?: boolean;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/event-stream": string;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    count_message_tokens: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    messages?: unknown[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    list_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
}
