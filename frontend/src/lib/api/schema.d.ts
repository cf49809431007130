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
        /** Page[RequestRow] */
        Page_RequestRow_: {
            /** Items */
            items: components["schemas"]["RequestRow"][];
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
        /** Page[UserView] */
        Page_UserView_: {
            /** Items */
            items: components["schemas"]["UserView"][];
            /** Next Cursor */
            next_cursor?: string | null;
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
         * Status
         * @description Only what is `active` may act; `revoked` and `deleted` are final.
         * @enum {string}
         */
        Status: "active" | "frozen" | "suspended" | "revoked" | "deleted";
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
