"""Public templates that were not written for the importer, each with its source, shortened and rewritten."""

import json

PHONE_SIGN_UP = """\
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  AuthName: {Type: String}
Resources:
  Sender:
    Type: "AWS::IAM::Role"
    Properties: {AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}}
  Readers:
    Type: "AWS::Cognito::UserPool"
    Properties:
      UserPoolName: !Sub ${AuthName}_readers
      AutoVerifiedAttributes: [phone_number]
      MfaConfiguration: "OFF"
      SmsConfiguration:
        SnsCallerArn: !GetAtt Sender.Arn
      Policies:
        PasswordPolicy: {MinimumLength: 8, RequireLowercase: true, RequireSymbols: false}
      SmsVerificationMessage: Welcome. Your code is {####}
      UsernameAttributes: [phone_number]
      Schema:
        - {Name: phone_number, AttributeDataType: String, Mutable: false, Required: true}
        - {Name: readerId, AttributeDataType: String, Mutable: false}
        - {Name: acceptedTerms, AttributeDataType: Boolean, Mutable: false}
  App:
    Type: "AWS::Cognito::UserPoolClient"
    Properties:
      ClientName: !Sub ${AuthName}_app
      GenerateSecret: false
      RefreshTokenValidity: 30
      UserPoolId: !Ref Readers
  Identities:
    Type: "AWS::Cognito::IdentityPool"
    Properties: {AllowUnauthenticatedIdentities: true, CognitoIdentityProviders: [{ClientId: !Ref App}]}
"""

CUSTOM_CHALLENGE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Metadata:
  AWS::ServerlessRepo::Application: {SemanticVersion: 1.0.0}
Globals: {Function: {Timeout: 3}}
Parameters:
  PoolName: {Type: String}
Resources:
  Define: {Type: AWS::Serverless::Function, Properties: {Handler: define.handler}}
  Create: {Type: AWS::Serverless::Function, Properties: {Handler: create.handler}}
  Members:
    Type: "AWS::Cognito::UserPool"
    Properties:
      UserPoolName: !Ref PoolName
      Schema: [{Name: email, AttributeDataType: String, Mutable: true, Required: true}]
      UsernameAttributes: [email]
      MfaConfiguration: "OFF"
      LambdaConfig:
        CreateAuthChallenge: !GetAtt Create.Arn
        DefineAuthChallenge: !GetAtt Define.Arn
  Permission:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !GetAtt Define.Arn, SourceArn: !GetAtt Members.Arn}
  Web:
    Type: "AWS::Cognito::UserPoolClient"
    Properties:
      ClientName: web
      UserPoolId: !Ref Members
      ExplicitAuthFlows: [CUSTOM_AUTH_FLOW_ONLY]
"""

SHOP = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: 'AWS::Serverless-2016-10-31'
Parameters:
  Stage: {Type: String, Default: dev}
  Bus: {Type: "AWS::SSM::Parameter::Value<String>"}
Resources:
  Shoppers:
    Type: AWS::Cognito::UserPool
    Properties:
      AutoVerifiedAttributes: [email]
      UsernameAttributes: [email]
  ShoppersId:
    Type: AWS::SSM::Parameter
    Properties: {Name: !Sub "/shop/${Stage}/pool", Value: !Ref Shoppers}
  Staff:
    Type: AWS::Cognito::UserPoolGroup
    Properties: {GroupName: staff, UserPoolId: !Ref Shoppers}
  OnSignUp:
    Type: AWS::Serverless::Function
    Properties:
      Events: {SignUp: {Type: Cognito, Properties: {UserPool: !Ref Shoppers, Trigger: PreSignUp}}}
"""

AMPLIFY = """\
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  env: {Type: String}
  poolName: {Type: String}
  verified: {Type: CommaDelimitedList}
  mfa: {Type: String}
  shortest: {Type: Number}
  withSecret: {Type: String}
Conditions:
  OutsideOfEnv: !Equals [!Ref env, NONE]
Resources:
  SNSRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName:
        !If [OutsideOfEnv, "sns-role", !Join ["", ["sns", !Select [3, !Split ["-", !Ref "AWS::StackName"]], !Ref env]]]
  UserPool:
    Type: AWS::Cognito::UserPool
    UpdateReplacePolicy: Retain
    Properties:
      UserPoolName:
        !If [OutsideOfEnv, !Ref poolName, !Join ["", [!Ref poolName, "-", !Ref env]]]
      Schema:
        - Name: email
          Required: true
          Mutable: true
      AutoVerifiedAttributes: !Ref verified
      Policies:
        PasswordPolicy:
          MinimumLength: !Ref shortest
          RequireLowercase: false
      MfaConfiguration: !Ref mfa
      SmsConfiguration:
        SnsCallerArn: !GetAtt SNSRole.Arn
        ExternalId: an_external_id
  Web:
    Type: "AWS::Cognito::UserPoolClient"
    Properties:
      ClientName: app_web
      UserPoolId: !Ref UserPool
    DependsOn: UserPool
  Native:
    Type: "AWS::Cognito::UserPoolClient"
    Properties:
      ClientName: app_native
      GenerateSecret: !Ref withSecret
      UserPoolId: !Ref UserPool
    DependsOn: UserPool
  Secret:
    Type: "Custom::LambdaCallout"
    Properties: {clientId: !Ref Native, userpoolId: !Ref UserPool}
"""

HOSPITAL = """\
Resources:
  Staff:
    Type: AWS::Cognito::UserPool
    Properties:
      AccountRecoverySetting:
        RecoveryMechanisms:
          - Name: verified_email
            Priority: 1
      AdminCreateUserConfig: {AllowAdminCreateUserOnly: true}
      UserPoolName: !Ref AWS::StackName
      Schema:
        - {AttributeDataType: String, Name: email, Required: true}
        - {AttributeDataType: String, Name: ward}
  Console:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      AllowedOAuthFlows: [code, implicit]
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthScopes: [email, openid]
      ClientName: !Sub '${AWS::StackName}-console'
      UserPoolId: !Ref Staff
      CallbackURLs: [http://localhost]
      DefaultRedirectURI: http://localhost
      ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
      SupportedIdentityProviders: [COGNITO]
  Pages:
    Type: AWS::Cognito::UserPoolDomain
    Properties: {Domain: !Ref Console, UserPoolId: !Ref Staff}
  Nurses:
    Type: AWS::Cognito::UserPoolGroup
    Properties: {GroupName: nurse, Precedence: 0, UserPoolId: !Ref Staff}
"""

QUICKSTART = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  App: {Type: String, AllowedPattern: "^[a-z][a-z0-9-]{0,48}[a-z0-9]$"}
  AdminEmail: {Type: String}
Resources:
  Members:
    Type: "AWS::Cognito::UserPool"
    Properties:
      UserPoolName: !Join ["", [!Ref App, "-members"]]
      AdminCreateUserConfig:
        AllowAdminCreateUserOnly: true
        InviteMessageTemplate:
          EmailMessage:
            !Join ["", ["<a href=", Fn::ImportValue: !Sub "${App}-URL", ">Hello {username}, use {####}</a>"]]
          EmailSubject: "Your first password"
      Policies:
        PasswordPolicy: {MinimumLength: 6, TemporaryPasswordValidityDays: 90}
  Web:
    Type: "AWS::Cognito::UserPoolClient"
    DependsOn: Members
    Properties:
      ClientName: !Join ["", [!Ref App, "-client"]]
      UserPoolId: !Ref Members
  Admin:
    Type: AWS::Cognito::UserPoolUser
    Properties:
      Username: "admin"
      UserPoolId: !Ref Members
      DesiredDeliveryMediums: [EMAIL]
      UserAttributes:
        - {Name: name, Value: "admin"}
        - {Name: email, Value: !Ref AdminEmail}
  Admins:
    Type: AWS::Cognito::UserPoolGroup
    Properties: {GroupName: admins, UserPoolId: !Ref Members}
  AdminIsOne:
    Type: AWS::Cognito::UserPoolUserToGroupAttachment
    Properties: {GroupName: !Ref Admins, Username: !Ref Admin, UserPoolId: !Ref Members}
"""

CENTRAL = """\
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage: {Type: String, Default: "dev", AllowedValues: [dev, prod]}
  PoolName: {Type: String, Default: "central"}
  Prefix: {Type: String, Default: ""}
  Callbacks: {Type: String, Default: "http://localhost:3000/a,http://localhost:3000/b"}
Conditions:
  HasPrefix: !Not [!Equals [!Ref Prefix, ""]]
Resources:
  Everyone:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: !Ref PoolName
      UsernameAttributes: [email]
      Schema:
        - {Name: roles, AttributeDataType: String, StringAttributeConstraints: {MaxLength: '2048'}}
      MfaConfiguration: 'OFF'
      UserPoolTags: {Stage: !Ref Stage}
      DeletionProtection: INACTIVE
  Service:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Everyone
      ClientName: !Sub "${PoolName}-service"
      GenerateSecret: true
      AccessTokenValidity: 1
      TokenValidityUnits: {AccessToken: 'hours', RefreshToken: 'days'}
      ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_PASSWORD_AUTH]
      CallbackURLs: !Split [",", !Ref Callbacks]
  Pages:
    Type: AWS::Cognito::UserPoolDomain
    Properties:
      Domain: !If
        - HasPrefix
        - !Ref Prefix
        - !Join
          - '-'
          - - 'auth'
            - !Select [0, !Split ['-', !Ref AWS::StackName]]
            - !Select [1, !Split ['/', !Ref AWS::StackId]]
      UserPoolId: !Ref Everyone
Outputs:
  Secret: {Value: !GetAtt Service.ClientSecret}
"""

CDK_PARAMETERS = {
    "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/version"}
}

CDK_EMAIL_MFA = {
    "Resources": {
        "poolsmsRole0E16FDD9": {"Type": "AWS::IAM::Role", "Properties": {}},
        "pool01998219": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {
                "AccountRecoverySetting": {
                    "RecoveryMechanisms": [
                        {"Name": "verified_phone_number", "Priority": 1},
                        {"Name": "verified_email", "Priority": 2},
                    ]
                },
                "EmailConfiguration": {
                    "EmailSendingAccount": "DEVELOPER",
                    "From": '"us@example.com" <no-reply@example.com>',
                    "SourceArn": {
                        "Fn::Join": [
                            "",
                            [
                                *("arn:", {"Ref": "AWS::Partition"}, ":ses:us-east-1:", {"Ref": "AWS::AccountId"}),
                                ":identity/*.example.com",
                            ],
                        ]
                    },
                },
                "EnabledMfas": ["SMS_MFA", "EMAIL_OTP"],
                "MfaConfiguration": "ON",
                "SmsConfiguration": {
                    "ExternalId": "anexternalid",
                    "SnsCallerArn": {"Fn::GetAtt": ["poolsmsRole0E16FDD9", "Arn"]},
                },
                "UserPoolAddOns": {"AdvancedSecurityAdditionalFlows": {}, "AdvancedSecurityMode": "ENFORCED"},
                "UserPoolName": "MyUserPool",
                "UserPoolTier": "PLUS",
            },
            "UpdateReplacePolicy": "Delete",
        },
    },
    "Parameters": CDK_PARAMETERS,
    "Rules": {"CheckBootstrapVersion": {"Assertions": []}},
}

CDK_PASSWORDLESS = {
    "Resources": {
        "pool01998219": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {
                "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]}},
                "WebAuthnRelyingPartyID": "example.com",
                "WebAuthnUserVerification": "required",
            },
        },
        "poolwithout25B4C801": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {
                "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
                "UserPoolTier": "LITE",
            },
        },
    },
    "Parameters": CDK_PARAMETERS,
}

CDK_CLIENT = {
    "Resources": {
        "pool01998219": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {"Schema": [{"AttributeDataType": "String", "Name": "attribute_one"}]},
        },
        "poolclientAFB2274E": {
            "Type": "AWS::Cognito::UserPoolClient",
            "Properties": {
                "AllowedOAuthFlows": ["implicit", "code"],
                "CallbackURLs": ["https://example.com"],
                "ClientName": "client",
                "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
                "GenerateSecret": True,
                "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 45},
                "UserPoolId": {"Ref": "pool01998219"},
                "WriteAttributes": ["custom:attribute_one", "email"],
            },
        },
        "Describe": {"Type": "Custom::DescribeCognitoUserPoolClient", "Properties": {}},
        "Runtime": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Runtime": {"Fn::FindInMap": ["Runtimes", {"Ref": "AWS::Region"}, "value"]}},
        },
    },
    "Mappings": {"Runtimes": {"us-east-1": {"value": "nodejs22.x"}}},
    "Parameters": CDK_PARAMETERS,
}

PLACEHOLDERS = {
    "Outputs": {"[CELL]Id": {"Value": {"Ref": "[CELL]Pool"}}},
    "Resources": {
        "[CELL]Api": {"Type": "AWS::Serverless::HttpApi", "Properties": {"FailOnWarnings": True}},
        "[CELL]Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "[CELL]Pool"}},
        "[CELL]Client": {
            "Type": "AWS::Cognito::UserPoolClient",
            "Properties": {"ClientName": "[CELL]Client", "UserPoolId": {"Ref": "[CELL]Pool"}},
        },
    },
}

MODULE = {
    "format_version": "1.2",
    "terraform_version": "1.9.5",
    "planned_values": {
        "root_module": {
            "child_modules": [
                {
                    "address": "module.email_mfa",
                    "resources": [
                        {
                            "address": "module.email_mfa.aws_cognito_user_pool.pool_with_schema_ignore[0]",
                            "mode": "managed",
                            "type": "aws_cognito_user_pool",
                            "name": "pool_with_schema_ignore",
                            "index": 0,
                            "values": {
                                "account_recovery_setting": [
                                    {
                                        "recovery_mechanism": [
                                            {"name": "verified_email", "priority": 1},
                                            {"name": "verified_phone_number", "priority": 2},
                                        ]
                                    }
                                ],
                                "alias_attributes": None,
                                "auto_verified_attributes": ["email"],
                                "email_configuration": [
                                    {
                                        "configuration_set": "",
                                        "email_sending_account": "DEVELOPER",
                                        "from_email_address": "no-reply@example.com",
                                        "reply_to_email_address": "",
                                        "source_arn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
                                    }
                                ],
                                "email_mfa_configuration": [{"message": "Use {####}", "subject": "Your code"}],
                                "mfa_configuration": "ON",
                                "name": "email_mfa_pool",
                                "software_token_mfa_configuration": [],
                                "tags": {"Owner": "infra"},
                                "tags_all": {"Owner": "infra"},
                            },
                            "sensitive_values": {"account_recovery_setting": [{"recovery_mechanism": [{}, {}]}]},
                        }
                    ],
                }
            ]
        }
    },
    "configuration": {"root_module": {"module_calls": {"email_mfa": {"source": "../../", "module": {}}}}},
}

PUBLIC = {
    "virtuelabs-io/rapido-build-cf": PHONE_SIGN_UP,
    "aws-samples/amazon-cognito-passwordless-email-auth": CUSTOM_CHALLENGE,
    "aws-samples/aws-serverless-ecommerce-platform": SHOP,
    "eric-bach/pecuniary (Amplify)": AMPLIFY,
    "awslabs/fhir-works-on-aws-deployment": HOSPITAL,
    "vaultdbai/awsquickstart": QUICKSTART,
    "josephsachs/aws-infra": CENTRAL,
    "aws/aws-cdk user-pool-mfa-email": json.dumps(CDK_EMAIL_MFA),
    "aws/aws-cdk user-pool-passwordless": json.dumps(CDK_PASSWORDLESS),
    "aws/aws-cdk user-pool-client-explicit-props": json.dumps(CDK_CLIENT),
    "LukeFerris/origin-aws-capabilities": json.dumps(PLACEHOLDERS),
    "lgallard/terraform-aws-cognito-user-pool email_mfa": json.dumps(MODULE),
}
