"""What a policy document may say: tables of fields that read, show and document themselves."""
