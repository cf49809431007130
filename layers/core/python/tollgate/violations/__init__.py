"""What policies said about requests: kept, searched, reviewed by people, and told to them."""
