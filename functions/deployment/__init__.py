"""What CloudFormation asks for while it deploys."""
